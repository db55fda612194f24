import { LambdaClient } from "@aws-sdk/client-lambda";
import type { CapturePorts, ProtectorPorts } from "../protector.ts";

/** What reading and writing functions asks. Clients repeat what is throttled by themselves: they only slow down. */
export interface LambdaReads {
  readonly account: string;
  readonly region: string;
  readonly lambda: Pick<LambdaClient, "send">;
}

/** What a capture needs beside the API. */
export interface FunctionCapturePorts
  extends LambdaReads,
    Pick<CapturePorts, "client" | "download" | "spool" | "known" | "earlier" | "sleep"> {}

/** The same ports with the client of functions in them. */
export function withLambda<Ports extends Pick<ProtectorPorts, "client">>(
  ports: Ports,
): Ports & { readonly lambda: LambdaClient } {
  return { ...ports, lambda: ports.client(LambdaClient) };
}
