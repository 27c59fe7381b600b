# Builds the app and runs Next's standalone server. docs/deployment.md says how to configure it.

FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=8080 NEXT_TELEMETRY_DISABLED=1
# Owned by root, so that the server can't write what it runs.
COPY --from=build /app/.next/standalone ./
USER node
EXPOSE 8080
# In this form node itself is process 1 and gets SIGTERM: it finishes the requests it has, then exits.
CMD ["node", "server.js"]
