FROM python:3.12-slim

# Compiled code is kept in the image. Without "generic", here and at run time alike, it would serve
# only the CPU model that built it. With a heap for every thread, what many threads have used once would stay with
# the process for good: two are enough.
ENV NUMBA_CPU_NAME=generic \
    NUMBA_CACHE_DIR=/home/race/numba \
    PYTHONUNBUFFERED=1

# ADDRESS is where the server listens inside the container. ALLOW_ORIGINS lists the hosts under which
# browsers see the page, "race.example.org" or "localhost:8080,192.168.1.5:8080"; unset, it is
# localhost:PORT, which fits `docker run -p 5006:5006`. EMBED_ORIGINS and MAX_VISITORS: see the README.
ENV ADDRESS=0.0.0.0 \
    PORT=5006 \
    ALLOW_ORIGINS=

RUN useradd --create-home race
WORKDIR /race

# The dependencies before the source, so that a change of the source does not install them anew.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /tmp/dependencies \
    && pip install --no-cache-dir --only-binary :all: -c constraints.txt -r /tmp/dependencies \
    && rm /tmp/dependencies

COPY surfaces surfaces
COPY optimizers optimizers
COPY app app
RUN python -m compileall -q surfaces optimizers app

# Numba takes a cache that it cannot write to for none at all, so it belongs to the one who runs it.
USER race
# Fill the cache with all kernels, some of which the page alone imports, then see that a second process compiles nothing:
# the first visitor must not wait.
RUN python -c "import app.export, app.page" \
    && python -c "import sys; from numba.core.event import RecordingListener, register; \
seen = RecordingListener(); register('numba:compile', seen); import app.export, app.page; \
sys.exit(f'{len(seen.buffer)} compilations in spite of the cache' if seen.buffer else 0)"
# The kernels for browsers too, for nobody is to wait for them.
RUN python -m app.browser

EXPOSE 5006
# The page itself would be one more visitor, whom a full server turns away.
HEALTHCHECK --interval=1m --timeout=10s --start-period=30s \
    CMD python -c "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/favicon.ico', timeout=8)"
CMD ["python", "-m", "app"]
