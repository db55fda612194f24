import { afterAll, beforeAll, expect, test } from "vitest";
import { type Aws, clients } from "./clients.ts";
import { type Server, startExtension, startPlainMoto } from "./servers.ts";

/** Something AWS does and plain moto does not. */
export interface Probe {
  readonly says: string;
  /** Resolves where it is so, rejects where it is not. Must not depend on other probes. */
  readonly holds: (aws: Aws) => Promise<void>;
}

/** Plain moto does what it does within its answer. */
const PLAIN_PATIENCE = 1000;

/**
 * Every probe must hold on the extension and fail on plain moto: a patch that moto has made unnecessary is
 * then noticed, and goes.
 */
export function probeBoth(probes: readonly Probe[]): void {
  let extension: Server;
  let plain: Server;

  beforeAll(async () => {
    [extension, plain] = await Promise.all([startExtension(), startPlainMoto()]);
  });
  afterAll(async () => {
    await Promise.all([extension?.stop(), plain?.stop()]);
  });

  test.each(probes)("$says", async ({ holds }) => {
    await holds(clients(extension.endpoint));
  });

  test.each(probes)("fails on plain moto: $says", async ({ holds }) => {
    await expect(holds(clients(plain.endpoint, PLAIN_PATIENCE))).rejects.toThrow();
  });
}
