import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { controlOf, type SandboxControl } from "./control-client.ts";
import { type Emulator, startEmulator } from "./emulator.ts";
import { sandboxEnvironment } from "./environment.ts";
import { startGateway } from "./gateway/gateway.ts";
import { modelsIn } from "./gateway/service-model.ts";
import { ensurePython } from "./python.ts";
import { makeScratch } from "./scratch.ts";

export interface SandboxOptions {
  /** AWS account id of all that lives in it. Default: 123456789012. */
  readonly account?: string;
  /** Region in `env`. Default: us-east-1. */
  readonly region?: string;
  /** Where the embedded AWS keeps its scratch files; removed at the end. Default: a new temporary folder. */
  readonly dir?: string;
  /** The day in UTC, `2027-02-01`, on which Lambda looks whether a runtime is still made. Default: that of the clock. */
  readonly today?: string;
  /** Milliseconds that a function takes to come or to change. Default: 300. */
  readonly settleMs?: number;
  /** Folder of Python to run instead of our extension. */
  readonly extension?: string;
  /** Called with one line when something slow begins. */
  readonly onProgress?: (line: string) => void;
}

/** An AWS of our own on 127.0.0.1. Nothing of it outlives this process. */
export interface Sandbox extends SandboxControl {
  /** `http://127.0.0.1:<port>`, for every service and region. */
  readonly endpoint: string;
  /** For a child process: `{ ...withoutAws(process.env), ...sandbox.env }`. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves with what it said last, if the embedded AWS ends by itself. */
  readonly died: Promise<string>;
  /** May be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts moto with our extension, and the gateway before it, on free ports.
 * @throws MissingTool when Python 3 or moto is missing and cannot be had
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { account = "123456789012", region = "us-east-1", onProgress } = options;
  const python = await ensurePython(onProgress === undefined ? {} : { onProgress });
  const dir = await makeScratch(options.dir ?? tmpdir());
  let emulator: Emulator | undefined;
  const gateway = await startGateway({
    upstream: () => emulator?.address ?? "http://127.0.0.1:9", // nobody asks before it is there
    models: modelsIn(python.models),
  });
  const end = async (): Promise<void> => {
    await gateway.close();
    await emulator?.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  let ending: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    ending ??= end();
    return ending;
  };
  try {
    emulator = await startEmulator({
      python: python.path,
      gateway: gateway.endpoint,
      account,
      dir,
      ...(options.today !== undefined && { today: options.today }),
      ...(options.settleMs !== undefined && { settleMs: options.settleMs }),
      ...(options.extension !== undefined && { extension: options.extension }),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint: gateway.endpoint,
    env: sandboxEnvironment(gateway.endpoint, region),
    died: emulator.died,
    ...controlOf(gateway.endpoint),
    stop,
  };
}
