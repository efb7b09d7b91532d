FROM node:24-bookworm-slim AS build
WORKDIR /lookback
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /lookback
COPY --from=build /lookback .
# The data folder is a volume of the user that the server runs as.
RUN install -d -o node -g node -m 700 /data
USER node
ENV NODE_ENV=production LOOKBACK_HOST=0.0.0.0 LOOKBACK_PORT=8080 LOOKBACK_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
	CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.LOOKBACK_PORT).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/lookback.js"]
CMD ["serve"]
