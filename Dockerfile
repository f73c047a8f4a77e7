# The served installation: one image for web, worker, beat and migrations.
FROM python:3.12-slim-bookworm AS packages
COPY requirements/base.txt /requirements.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /requirements.txt

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home fengqiao
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/fengqiao
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=lms.settings.production \
    DATA_DIR=/var/lib/fengqiao
# Collecting static files reads the settings, which refuse to start without these; none is kept.
RUN python bin/fonts.py $DATA_DIR/fonts \
    && python bin/locales.py \
    && SECRET_KEY=only-while-the-image-is-built-and-never-kept-beside-it \
        PERSONAL_DATA_KEY=only-while-the-image-is-built-never-kept ALLOWED_HOSTS=build BASE_URL=https://build \
        DATABASE_URL=sqlite:// REDIS_URL=redis://build CELERY_BROKER_URL=redis://build \
        EMAIL_URL=consolemail:// \
        python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R fengqiao: $DATA_DIR
USER fengqiao
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "bin/healthy.py"]
CMD ["gunicorn", "lms.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--no-control-socket", "--max-requests", "2000", "--max-requests-jitter", "200"]
