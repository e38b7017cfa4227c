from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compromise', '0002_improving'),
    ]

    operations = [
        migrations.AddField(
            model_name='search',
            name='kind',
            field=models.CharField(default='package', max_length=10),
        ),
    ]
