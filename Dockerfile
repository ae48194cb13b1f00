# maintbot in a container: docker build -t maintbot . && docker run -p 8000:8000 -e API_KEYS=choose-one maintbot
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/maintbot
# docker build --build-arg LOCK=requirements-otel.lock: with what sends traces.
ARG LOCK=requirements.lock
COPY requirements.lock requirements-otel.lock ./
RUN /opt/maintbot/bin/pip install --require-hashes -r "$LOCK"
COPY pyproject.toml README.md LICENSE ./
COPY core core
COPY adapters adapters
COPY bots bots
COPY manifests manifests
RUN /opt/maintbot/bin/pip install --no-deps . && /opt/maintbot/bin/python -m compileall -q /opt/maintbot/lib

FROM python:3.13-slim
# Debian's own fixes are wanted, so no version is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /var/lib/maintbot --create-home maintbot
COPY --from=build /opt/maintbot /opt/maintbot
# Two memory arenas: glibc would give each thread its own, and the process grows by tens of megabytes for nothing.
ENV PATH=/opt/maintbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    MPLCONFIGDIR=/tmp/matplotlib \
    API_HOST=0.0.0.0 \
    MAINTBOT_HOME=/var/lib/maintbot/data \
    CHAT_DOCS_DIR=/var/lib/maintbot/chat_docs
# The working directory is what may be written; with no MAINTENANCE_DATABASE_URL the demo plant is made in it.
WORKDIR /var/lib/maintbot
# By number, so that a cluster can see that it is not root.
USER 10001
VOLUME /var/lib/maintbot
EXPOSE 8000
# SIGTERM drains for up to 25 seconds; give it 30: docker stop --time 30.
STOPSIGNAL SIGTERM
# Whether it takes questions. `live` asks only whether it runs, for an orchestrator that kills what fails.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-m", "bots.healthcheck"]
ENTRYPOINT ["tini", "--"]
CMD ["maintbot", "serve"]
