import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { AWAY, type Aws, clients, HOME } from "../extension/clients.ts";
import { Application } from "./application.ts";

/** There from the first hook of the file that asked for it. */
interface Beside {
  sandbox: Sandbox;
  /** Of the home region. */
  aws: Aws;
  application: Application;
}

/**
 * A sandbox for the tests of a file, with an application of ours and an estate of another team in both regions: each test
 * fails that changes any part of that. To be called before the file's own hooks.
 */
export function besideNeighbours(): Beside {
  const beside = {} as Beside;
  let estate: TheirEstate;
  let folder: string | undefined;
  beforeAll(async () => {
    beside.sandbox = await startSandbox();
    const { endpoint } = beside.sandbox;
    estate = await makeEstate(endpoint, [HOME, AWAY]);
    folder = await mkdtemp(join(tmpdir(), "zonekeep-application-"));
    beside.aws = clients(endpoint);
    beside.application = new Application(endpoint, folder);
  });
  afterEach(async () => expect(await estate.changed()).toEqual([]));
  afterAll(async () => {
    await beside.sandbox?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  return beside;
}
