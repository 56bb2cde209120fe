import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_reports_of_readers_and_successions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="themes",
            field=models.JSONField(blank=True, default=list, verbose_name="主题"),
        ),
        migrations.AddField(
            model_name="measure",
            name="themes_by_rule",
            field=models.JSONField(default=list, editable=False, verbose_name="规则所定主题"),
        ),
        migrations.CreateModel(
            name="ThemeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theme", models.CharField(max_length=20, verbose_name="主题")),
                ("term", models.CharField(max_length=40, verbose_name="词语")),
                (
                    "weight",
                    models.FloatField(
                        default=2.0,
                        help_text="4、3：点明主题；2：属于主题；1：多见于主题；0：只使其中较短的词不再计分。",
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="权重",
                    ),
                ),
                ("where", models.JSONField(default=list, verbose_name="计分之处")),
                (
                    "enabled",
                    models.BooleanField(
                        default=True, help_text="停用：词库中有这一条的，也不再计分。", verbose_name="启用"
                    ),
                ),
            ],
            options={
                "verbose_name": "主题规则",
                "verbose_name_plural": "主题规则",
                "ordering": ["theme", "term"],
                "constraints": [models.UniqueConstraint(fields=("theme", "term"), name="theme_rule_once")],
            },
        ),
        migrations.CreateModel(
            name="ThemeRulesVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lexicon", models.CharField(max_length=40, verbose_name="词库")),
                ("rules", models.JSONField(default=list, verbose_name="改动的规则")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("measures", models.PositiveIntegerField(default=0, verbose_name="改变主题的措施")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="操作时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "主题规则版本",
                "verbose_name_plural": "主题规则版本",
                "ordering": ["-pk"],
            },
        ),
    ]
