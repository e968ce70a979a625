# The service in a container: docker build -t qingdan . && docker run -v qingdan:/var/lib/qingdan -p 8080:8080 qingdan
# A configuration of your own: -v ./qingdan.toml:/etc/qingdan/qingdan.toml:ro
FROM debian:12 AS build
WORKDIR /src
# Packages first: they change less often than the sources.
COPY script/bootstrap script/bootstrap
RUN script/bootstrap
COPY . .
RUN script/build && strip build/bin/qingdan
# The packages of the libraries that the program was linked to, so that there is no second list to keep.
RUN ldd build/bin/qingdan | awk '$3 ~ /^\// {n = split($3, part, "/"); print "*/" part[n - 1] "/" part[n]}' \
    | xargs dpkg-query -S | cut -d: -f1 | sort -u > runtime-packages

FROM debian:12-slim
COPY --from=build /src/runtime-packages /tmp/
RUN apt-get update -q \
    && xargs -a /tmp/runtime-packages apt-get install -q -y --no-install-recommends ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* /tmp/runtime-packages \
    && useradd --system --create-home --home-dir /var/lib/qingdan qingdan
COPY --from=build /src/build/bin/qingdan /usr/local/bin/qingdan
COPY config/container.toml /etc/qingdan/qingdan.toml
USER qingdan
WORKDIR /var/lib/qingdan
VOLUME /var/lib/qingdan
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["qingdan"]
CMD ["serve", "--config", "/etc/qingdan/qingdan.toml"]
