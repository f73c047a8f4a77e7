from hypothesis import given
from hypothesis import strategies as st

from laws.changes import Run, changes


def test_what_is_only_in_one_of_two_texts_is_changed():
    was, now = changes("处五日以下拘留或者警告。", "处五日以上拘留或者警告。")

    assert was == [
        Run("处五日以", changed=False),
        Run("下", changed=True),
        Run("拘留或者警告。", changed=False),
    ]
    assert now[1] == Run("上", changed=True)


def test_what_was_added_is_marked_on_one_side_alone():
    was, now = changes("可以调解处理。", "可以调解处理。但是应当书面申请。")

    assert [run.changed for run in was] == [False]
    assert now[-1] == Run("但是应当书面申请。", changed=True)


def test_a_character_that_two_sentences_share_by_chance_is_no_common_ground():
    was, now = changes("甲的乙", "丙的丁")

    assert was == [Run("甲的乙", changed=True)]
    assert now == [Run("丙的丁", changed=True)]


@given(st.text("甲乙丙丁，。", max_size=40), st.text("甲乙丙丁，。", max_size=40))
def test_the_runs_of_each_side_give_its_text_again(old, new):
    was, now = changes(old, new)

    assert "".join(run.text for run in was) == old
    assert "".join(run.text for run in now) == new
    assert [run.text for run in was if not run.changed] == [
        run.text for run in now if not run.changed
    ]
