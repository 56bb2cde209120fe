from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_saved_searches_and_unanswered_queries")]

    operations = [
        migrations.AddField(
            model_name="synonymgroup",
            name="everyday",
            field=models.BooleanField(
                default=False, help_text="不是本领域的术语；仅有日常用语的检索不放宽。", verbose_name="日常用语"
            ),
        ),
    ]
