import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REASONS = [("nothing-found", "没有结果"), ("not-collected", "尚未收录"), ("not-understood", "无法理解")]


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_dictionaries_that_admins_edit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnansweredQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed", models.CharField(blank=True, max_length=100, verbose_name="检索词")),
                ("filters", models.CharField(blank=True, max_length=200, verbose_name="筛选")),
                ("reason", models.CharField(choices=REASONS, max_length=20, verbose_name="原因")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="次数")),
                ("first_on", models.DateField(verbose_name="最早")),
                ("last_on", models.DateField(verbose_name="最近")),
            ],
            options={
                "verbose_name": "无结果检索",
                "verbose_name_plural": "无结果检索",
                "ordering": ["-times", "-last_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("typed", "filters", "reason"), name="unanswered_query_counted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("address", models.CharField(blank=True, max_length=2000, verbose_name="检索")),
                ("saved_at", models.DateTimeField(auto_now_add=True, verbose_name="保存时间")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="所有者",
                    ),
                ),
            ],
            options={
                "verbose_name": "保存的检索",
                "verbose_name_plural": "保存的检索",
                "ordering": ["-saved_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("owner", "address"), name="search_saved_once")],
            },
        ),
    ]
