"""Seeds the 34 province-level divisions of GB/T 2260: code, short name, full name."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PROVINCES = (
    ("110000", "北京", "北京市"),
    ("120000", "天津", "天津市"),
    ("130000", "河北", "河北省"),
    ("140000", "山西", "山西省"),
    ("150000", "内蒙古", "内蒙古自治区"),
    ("210000", "辽宁", "辽宁省"),
    ("220000", "吉林", "吉林省"),
    ("230000", "黑龙江", "黑龙江省"),
    ("310000", "上海", "上海市"),
    ("320000", "江苏", "江苏省"),
    ("330000", "浙江", "浙江省"),
    ("340000", "安徽", "安徽省"),
    ("350000", "福建", "福建省"),
    ("360000", "江西", "江西省"),
    ("370000", "山东", "山东省"),
    ("410000", "河南", "河南省"),
    ("420000", "湖北", "湖北省"),
    ("430000", "湖南", "湖南省"),
    ("440000", "广东", "广东省"),
    ("450000", "广西", "广西壮族自治区"),
    ("460000", "海南", "海南省"),
    ("500000", "重庆", "重庆市"),
    ("510000", "四川", "四川省"),
    ("520000", "贵州", "贵州省"),
    ("530000", "云南", "云南省"),
    ("540000", "西藏", "西藏自治区"),
    ("610000", "陕西", "陕西省"),
    ("620000", "甘肃", "甘肃省"),
    ("630000", "青海", "青海省"),
    ("640000", "宁夏", "宁夏回族自治区"),
    ("650000", "新疆", "新疆维吾尔自治区"),
    ("710000", "台湾", "台湾省"),
    ("810000", "香港", "香港特别行政区"),
    ("820000", "澳门", "澳门特别行政区"),
)


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    province = apps.get_model("documents", "Province")
    rows = [province(code=code, name=name, full_name=full_name) for code, name, full_name in PROVINCES]
    province.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_entries_with_parsed_and_corrected_values_apart")]

    # Backwards there is nothing to do: the table goes with the migration before.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
