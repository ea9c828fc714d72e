# Orderbell's images; `docker compose build` makes them all.
#
#   service    one of shops, orders, notifier, gateway, template, by the argument SERVICE
#   operator   what is done once (secrets, databases), and the command `orderbell`
#   edge       nginx with the pages

ARG PYTHON_IMAGE=python:3.13-slim
ARG NGINX_IMAGE=nginx:1.28-alpine

FROM ${PYTHON_IMAGE} AS python
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/orderbell \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1
WORKDIR /orderbell

# The locked packages that a part needs, and neither pip nor anything else.
FROM python AS packages
ARG SERVICE
COPY locks/${SERVICE}.txt /lock.txt
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --no-deps \
    --only-binary :all: --require-hashes --requirement /lock.txt

FROM python AS service
ARG SERVICE
COPY --from=packages /venv /venv
COPY shared shared
COPY services/__init__.py services/
COPY services/${SERVICE} services/${SERVICE}
# The file system is read-only where it runs.
RUN python -m compileall -q .
ENV SERVICE=${SERVICE} \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8000
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["python", "-IS", "shared/ready.py"]
# The shell becomes the service, which so gets the signals itself.
ENTRYPOINT ["sh", "-c", "exec python -m services.$SERVICE"]

FROM python AS operator
COPY --from=packages /venv /venv
COPY shared shared
COPY services services
COPY command command
COPY provision provision
# Volumes that are mounted here for the first time take over who may write to them.
RUN python -m compileall -q . \
 && for part in . public operator postgres rabbitmq shops orders notifier gateway; do \
      install -d -m 0755 -o 10001 -g 10001 /secrets/$part; \
    done
# The name of a folder is no secret.
# hadolint ignore=DL3064
ENV SECRETS_FOLDER=/secrets
USER 10001:10001
ENTRYPOINT ["python", "-m", "command"]

FROM ${NGINX_IMAGE} AS edge
COPY edge /etc/orderbell
COPY web /srv/web
ENV WEB_ROOT=/srv/web
USER 101:101
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8081/healthz"]
ENTRYPOINT ["/bin/sh", "/etc/orderbell/start"]
