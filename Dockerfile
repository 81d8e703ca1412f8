FROM python:3.12-slim
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY flows flows
COPY storage storage
COPY content content
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && useradd --system --create-home camtay && mkdir /data && chown camtay /data
USER camtay
ENV CAMTAY_HOST=0.0.0.0 CAMTAY_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"
CMD ["camtay", "run"]
