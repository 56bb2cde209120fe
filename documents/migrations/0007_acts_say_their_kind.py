from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_places_of_entries_and_kinds_of_acts")]

    operations = [migrations.RemoveField(model_name="correctionact", name="reverted")]
