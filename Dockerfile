ARG BASE=python:3.13-slim

FROM ${BASE} AS dependencies
COPY requirements.lock .
RUN python -m venv /opt/tysha \
    && /opt/tysha/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock \
    && /opt/tysha/bin/pip uninstall --yes --quiet setuptools pip \
    # Tests and sources of libraries, what builds others or reads pictures, and languages that nobody is spoken to in.
    && cd /opt/tysha/lib/python3*/site-packages \
    && find . -type d \( -name tests -o -path '*/sqlalchemy/testing' -o -path '*/alembic/testing' \) -prune -exec rm -rf {} + \
    && rm -rf numpy/distutils numpy/f2py telegram/ext PIL/_avif.* pillow.libs/libavif-* \
    && find . -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.c' -o -name '*.h' \) -delete \
    && find babel/locale-data -type f ! -name root.dat ! -name 'en*.dat' ! -name 'uk*.dat' -delete \
    && find simplemma/strategies/dictionaries/data -type f ! -name en.plzma ! -name uk.plzma -delete

FROM ${BASE}
ENV PATH=/opt/tysha/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TYSHA_ENV=production \
    LOG_FORMAT=json \
    HTTP_ADDR=0.0.0.0:8080
WORKDIR /app
COPY --from=dependencies /opt/tysha /opt/tysha
COPY LICENSE ./
COPY bot ./bot
COPY handlers ./handlers
COPY sandbox ./sandbox
COPY data ./data
COPY seeds ./seeds
# The number, not a name, lets an orchestrator see that this is not root. Only var/ can be written to.
RUN python -m compileall -q bot handlers sandbox && mkdir var && chown 10001:10001 var
USER 10001:10001
VOLUME /app/var
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4).close()"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
