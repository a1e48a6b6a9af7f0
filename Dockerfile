# One process, everything it keeps in /data. The environment decides the rest: see README.md, "Settings".

FROM python:3.13-slim AS build
COPY requirements-runtime.lock /
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --require-hashes -r /requirements-runtime.lock
COPY bot /app/bot
COPY content /app/content
COPY migrations /app/migrations
# The image's user can't write bytecode; whatever the files' dates become, this stays valid.
RUN python -m compileall -q --invalidation-mode unchecked-hash /app \
 && printf '#!/bin/sh\nPYTHONPATH=/app exec /venv/bin/python -m bot "$@"\n' > /venv/bin/scs-bot \
 && chmod 755 /venv/bin/scs-bot \
 && mkdir /data

FROM python:3.13-slim
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9464 \
    DATABASE_URL=sqlite:////data/scs-bot.sqlite3 \
    SCS_CACHE=/data/cache
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 3000 9464
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as web; web.build_opener(web.ProxyHandler({})).open(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
