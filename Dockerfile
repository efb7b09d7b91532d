# docker build -t lookback . && docker run -p 127.0.0.1:8080:8080 -v lookback:/data -e LOOKBACK_ADMIN_PASSWORD='four words or more' lookback
FROM node:24-bookworm-slim AS build
WORKDIR /lookback
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# tRPC wants TypeScript beside it for its types alone.
RUN npm run build && npm prune --omit=dev && rm -r .svelte-kit/output node_modules/typescript

# The Node that came with the packages runs portal and analyses alike, so that no second one is needed here.
FROM debian:bookworm-slim
# The data folder is a volume of the user that the server runs as.
RUN useradd --uid 1000 --create-home lookback \
	&& install -d -o lookback -g lookback -m 700 /data \
	&& ln -s /lookback/bin/lookback.js /usr/local/bin/lookback
WORKDIR /lookback
COPY --from=build /lookback .
USER 1000:1000
ENV PATH=/lookback/node_modules/node/bin:$PATH \
	NODE_ENV=production LOOKBACK_HOST=0.0.0.0 LOOKBACK_PORT=8080 LOOKBACK_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
	CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.LOOKBACK_PORT).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["lookback"]
CMD ["serve"]
