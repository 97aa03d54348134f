# syntax=docker/dockerfile:1

# Python 3.11 is the oldest that Dalil supports and the one it is tested on. Its images
# still bring setuptools, which the editable install below needs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/dalil
RUN python -m venv .venv
COPY requirements/runtime.txt requirements/pdf.txt requirements/
# The three pip commands are those of the Makefile; a test compares them.
RUN .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
RUN .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/pdf.txt
COPY . .
RUN .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
RUN .venv/bin/python -m compileall -q app migrations

FROM python:3.11-slim-bookworm
# Pango prints the papers of workshops as PDF.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 dalil \
    && useradd --system --uid 10001 --gid dalil --home-dir /srv/dalil --no-create-home dalil \
    && install --directory --owner dalil --group dalil /var/lib/dalil /var/lib/dalil/imports
# The files belong to root: the program cannot change itself.
COPY --from=build /srv/dalil /srv/dalil
WORKDIR /srv/dalil
ENV PATH=/srv/dalil/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DALIL_DATA_DIR=/var/lib/dalil \
    DALIL_HOST=0.0.0.0
USER 10001:10001
# All that is written lies here; the rest of the file system may be read only.
VOLUME /var/lib/dalil
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", 8000)}/health/ready', timeout=2)"]
ENTRYPOINT ["dalil"]
CMD ["serve"]
