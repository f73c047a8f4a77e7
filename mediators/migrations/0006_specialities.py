from django.db import migrations

#: The kinds of dispute as official statistics have them. The codes are ours: no
#: official list of codes was found.
KINDS = {
    "01": "婚姻家庭纠纷",
    "02": "邻里纠纷",
    "03": "房屋宅基地纠纷",
    "04": "合同纠纷",
    "05": "生产经营纠纷",
    "06": "损害赔偿纠纷",
    "07": "山林土地纠纷",
    "08": "征地拆迁纠纷",
    "09": "环境污染纠纷",
    "10": "劳动争议纠纷",
    "11": "消费纠纷",
    "12": "医疗纠纷",
    "13": "道路交通事故纠纷",
    "14": "物业纠纷",
    "15": "旅游纠纷",
    "16": "知识产权纠纷",
    "17": "互联网纠纷",
    "99": "其他纠纷",
}


def add_kinds(apps, schema_editor):
    Speciality = apps.get_model("mediators", "Speciality")
    specialities = Speciality.objects.using(schema_editor.connection.alias)
    for code, name in KINDS.items():
        specialities.get_or_create(code=code, defaults={"name": name})


def remove_unused(apps, schema_editor):
    Speciality = apps.get_model("mediators", "Speciality")
    specialities = Speciality.objects.using(schema_editor.connection.alias)
    specialities.filter(code__in=KINDS, mediators=None).delete()


class Migration(migrations.Migration):
    dependencies = [("mediators", "0005_spell_known_people")]
    operations = [migrations.RunPython(add_kinds, remove_unused)]
