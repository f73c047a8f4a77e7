from django.urls import path

from exams.banks.views import banks, questions, steps

app_name = "banks"
urlpatterns = [
    path("office/banks/", banks.bank_list, name="bank-list"),
    path("office/banks/new/", banks.bank_new, name="bank-new"),
    path("office/banks/topics/", banks.topic_list, name="topic-list"),
    path("office/banks/review/", banks.review_list, name="review-list"),
    path("office/banks/<uuid:uuid>/", banks.bank, name="bank"),
    path(
        "office/banks/<uuid:uuid>/new/<slug:kind>/",
        questions.question_new,
        name="question-new",
    ),
    path("office/banks/questions/<uuid:uuid>/", questions.question, name="question"),
    path(
        "office/banks/questions/<uuid:uuid>/v<int:number>/",
        questions.question,
        name="question-version",
    ),
    path(
        "office/banks/questions/<uuid:uuid>/edit/",
        questions.question_edit,
        name="question-edit",
    ),
    path(
        "office/banks/questions/<uuid:uuid>/submit/",
        steps.submit,
        name="question-submit",
    ),
    path(
        "office/banks/questions/<uuid:uuid>/approve/",
        steps.approve,
        name="question-approve",
    ),
    path(
        "office/banks/questions/<uuid:uuid>/send-back/",
        steps.send_back,
        name="question-send-back",
    ),
    path(
        "office/banks/questions/<uuid:uuid>/revise/",
        steps.revise,
        name="question-revise",
    ),
    path(
        "office/banks/questions/<uuid:uuid>/retire/",
        steps.retire,
        name="question-retire",
    ),
]
