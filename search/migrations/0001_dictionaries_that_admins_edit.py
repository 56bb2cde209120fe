from typing import Any

from django.db import migrations, models

ENTRY: list[tuple[str, "models.Field[Any, Any]"]] = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("active", models.BooleanField(default=True, verbose_name="启用")),
    ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
    ("shipped", models.TextField(blank=True, editable=False, verbose_name="随产品提供的内容")),
    ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
]
NAMES = [("terms", "用户词典"), ("synonyms", "同义词表")]
NAME_HELP = "通常就是第一个词。"
WORDS_HELP = "每行一个：检索其中一个，也检索其余各个。"
OFFICIAL_HELP = "每行一个：检索上面的词时，也检索这些；反之不然。"


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Dictionary",
            fields=[
                (
                    "name",
                    models.CharField(
                        choices=NAMES, max_length=20, primary_key=True, serialize=False, verbose_name="词典"
                    ),
                ),
                ("revision", models.PositiveBigIntegerField(default=0, verbose_name="修订")),
            ],
            options={"verbose_name": "词典修订", "verbose_name_plural": "词典修订"},
        ),
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                *ENTRY,
                ("name", models.CharField(help_text=NAME_HELP, max_length=60, unique=True, verbose_name="名称")),
                ("words", models.TextField(help_text=WORDS_HELP, verbose_name="同义词")),
                ("official", models.TextField(blank=True, help_text=OFFICIAL_HELP, verbose_name="官方说法")),
            ],
            options={"verbose_name": "同义词组", "verbose_name_plural": "同义词组", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="Term",
            fields=[*ENTRY, ("word", models.CharField(max_length=40, unique=True, verbose_name="词"))],
            options={"verbose_name": "词典用词", "verbose_name_plural": "词典用词", "ordering": ["word"]},
        ),
    ]
