# syntax=docker/dockerfile:1
#
# One image for every role: api, relay, match, sweeper, receivable, listing, entitlement, monitoring,
# statistics, webhook, migrate. Both stages are Debian 12, so the C libraries that are linked
# dynamically (libpq, librdkafka, libcrypto, libxlsxwriter) are the same ones.

ARG SWIFT_VERSION=6.3

FROM swift:${SWIFT_VERSION}-bookworm AS build
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    libpq-dev librdkafka-dev libssl-dev libxlsxwriter-dev pkg-config \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# The packages first: this layer stays while only our own sources change. Package.resolved pins them where
# a build has left one; the pattern lets a fresh checkout go without.
COPY Package.swift Package.resolve[d] ./
RUN --mount=type=cache,target=/source/.build,sharing=locked swift package resolve
COPY Schemas Schemas
COPY Sources Sources
COPY Workers Workers
COPY Benchmarks Benchmarks
# The manifest names the test folders, so they must exist; their contents are not needed.
COPY Tests Tests
RUN --mount=type=cache,target=/source/.build,sharing=locked \
  swift build -c release --static-swift-stdlib --product rongqiao \
  && mkdir -p /out \
  && cp -r "$(swift build -c release --static-swift-stdlib --show-bin-path)"/*.resources /out/ \
  && cp "$(swift build -c release --static-swift-stdlib --show-bin-path)/rongqiao" /out/ \
  && strip --strip-debug /out/rongqiao \
  && chmod -R a+rX /out

FROM debian:bookworm-slim
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    ca-certificates libpq5 librdkafka1 libssl3 libstdc++6 libxlsxwriter4 postgresql-client-15 \
    tzdata zlib1g \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --system --gid 10001 rongqiao \
  && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin rongqiao
# The program looks for its resources beside itself.
COPY --from=build /out /opt/rongqiao
COPY --chmod=0755 .docker/health /opt/rongqiao/health
ENV RONGQIAO_HTTP_HOST=0.0.0.0 \
  RONGQIAO_HTTP_PORT=8080 \
  RONGQIAO_LOG_FORMAT=json
USER 10001:10001
WORKDIR /opt/rongqiao
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["/opt/rongqiao/health"]
ENTRYPOINT ["/opt/rongqiao/rongqiao"]
CMD ["serve"]
