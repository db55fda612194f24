import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { afterAll } from "vitest";

/** Listens on a free port of this machine until the file of tests ends. @returns `127.0.0.1:<port>` */
export async function listening(server: Server): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
