import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type CompletionItem,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type MarkupContent,
  type Position,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node.js";

const require = createRequire(import.meta.url);

/** What an editor asks about a text that is open as a file of that folder; it need not be on disk. */
export interface LanguageServer {
  readonly child: ChildProcess;
  complete(folder: string, text: string, at: Position): Promise<readonly CompletionItem[]>;
  hover(folder: string, text: string, at: Position): Promise<string>;
  diagnose(folder: string, text: string): Promise<readonly Diagnostic[]>;
  /** Ends the process, politely and then not. Its exit code. */
  stop(): Promise<number | null>;
}

/** Nothing is associated with any file: what the server knows of a schema, the modeline has told it. */
const SETTINGS = { yaml: { schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } } };

/** The exit code of a server that tried to reach anything but its client. */
export const CONNECTED = 99;
const OFFLINE = `data:text/javascript,import net from "node:net";
net.Socket.prototype.connect = () => process.exit(${CONNECTED});`;

/** Milliseconds that a server has to answer or to go. */
const PATIENCE = 15_000;

/** Starts the YAML language server in a folder, speaking the protocol on its standard streams. */
export async function startLanguageServer(root: string): Promise<LanguageServer> {
  const program = require.resolve("yaml-language-server/bin/yaml-language-server");
  const child = spawn(process.execPath, ["--import", OFFLINE, program, "--stdio"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  // What nobody will answer any more fails instead of waiting.
  child.once("exit", () => connection.dispose());
  const gone = exited.then((code): never => {
    throw new Error(`the language server ended with ${code}`);
  });
  gone.catch(() => undefined);
  child.stdin.on("error", () => undefined);
  const killed = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", killed);

  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => (section === "yaml" ? SETTINGS.yaml : {})),
  );
  const published = new Map<string, (found: readonly Diagnostic[]) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) =>
    published.get(uri)?.(diagnostics),
  );
  connection.listen();
  const rootUri = pathToFileURL(root).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "policies" }],
    capabilities: { workspace: { configuration: true } },
  });
  await connection.sendNotification(InitializedNotification.type, {});

  // Each under a name of its own: the server keeps what it knew of a file that was closed.
  let files = 0;
  const opened = async <T>(folder: string, text: string, ask: (uri: string) => Promise<T>): Promise<T> => {
    files += 1;
    const uri = pathToFileURL(join(root, folder, `${files}.yaml`)).href;
    const textDocument = { uri, languageId: "yaml", version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    try {
      return await ask(uri);
    } finally {
      await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    }
  };
  return {
    child,
    complete: (folder, text, position) =>
      opened(folder, text, async (uri) => {
        const found = await connection.sendRequest(CompletionRequest.type, {
          textDocument: { uri },
          position,
        });
        return Array.isArray(found) ? found : (found?.items ?? []);
      }),
    hover: (folder, text, position) =>
      opened(folder, text, async (uri) => {
        const found = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
        return (found?.contents as MarkupContent | undefined)?.value ?? "";
      }),
    diagnose: (folder, text) =>
      opened(folder, text, (uri) =>
        Promise.race([gone, new Promise<readonly Diagnostic[]>((found) => published.set(uri, found))]),
      ),
    async stop() {
      const timer = setTimeout(killed, PATIENCE);
      if (child.exitCode === null) {
        await connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
        await connection.sendNotification(ExitNotification.type).catch(() => undefined);
      }
      const code = await exited;
      clearTimeout(timer);
      process.off("exit", killed);
      return code;
    },
  };
}
