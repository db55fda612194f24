import { createServer as createHttp } from "node:http";
import { createServer } from "node:net";
import type { Duplex } from "node:stream";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { proxyFor } from "../../modules/cli/aws/proxy.ts";
import { listening } from "../support/listening.ts";
import { type Ended, shell, useBundle } from "./support/bundle.ts";

describe("the proxy for an address", () => {
  const proxy = (address: string, env: Record<string, string>): string | undefined =>
    proxyFor(new URL(address), env);
  const S3 = "https://s3.eu-west-1.amazonaws.com";
  const P = "http://proxy.example:3128";

  test.each<[string, string, Record<string, string>, string | undefined]>([
    ["none where none is named", S3, {}, undefined],
    ["by the scheme of the address", S3, { HTTPS_PROXY: P, HTTP_PROXY: "http://other:1" }, P],
    ["not one of another scheme", S3, { HTTP_PROXY: P }, undefined],
    ["lower case first", S3, { https_proxy: P, HTTPS_PROXY: "http://other:1" }, P],
    ["the one for all", S3, { ALL_PROXY: P }, P],
    ["http where no scheme is written", S3, { HTTPS_PROXY: "proxy.example:3128" }, P],
    ["an empty one is none", S3, { HTTPS_PROXY: "" }, undefined],
    ["never for this machine", "http://127.0.0.1:4566", { HTTP_PROXY: P }, undefined],
    ["nor by its name", "http://localhost:4566", { HTTP_PROXY: P }, undefined],
    ["nor in IPv6", "http://[::1]:4566", { HTTP_PROXY: P }, undefined],
    ["not for a name left out", S3, { HTTPS_PROXY: P, NO_PROXY: "s3.eu-west-1.amazonaws.com" }, undefined],
    ["nor below it", S3, { HTTPS_PROXY: P, no_proxy: "x.example, amazonaws.com" }, undefined],
    ["nor with a dot", S3, { HTTPS_PROXY: P, NO_PROXY: ".amazonaws.com" }, undefined],
    ["nor with a star", S3, { HTTPS_PROXY: P, NO_PROXY: "*.amazonaws.com" }, undefined],
    ["nor for everything", S3, { HTTPS_PROXY: P, NO_PROXY: "*" }, undefined],
    ["for a name that ends alike", S3, { HTTPS_PROXY: P, NO_PROXY: "zonaws.com" }, P],
    ["for another port", S3, { HTTPS_PROXY: P, NO_PROXY: "amazonaws.com:8443" }, P],
    ["not for that port", S3, { HTTPS_PROXY: P, NO_PROXY: "amazonaws.com:443" }, undefined],
    ["not for a range", "http://10.1.2.3", { HTTP_PROXY: P, NO_PROXY: "10.0.0.0/8" }, undefined],
    ["for outside of it", "http://11.1.2.3", { HTTP_PROXY: P, NO_PROXY: "10.0.0.0/8" }, P],
    ["not for an address in IPv6", "http://[fd00::1]", { HTTP_PROXY: P, NO_PROXY: "fd00::/8" }, undefined],
    ["for a range that is none", "http://10.1.2.3", { HTTP_PROXY: P, NO_PROXY: "10.0.0.0/99" }, P],
  ])("%s", (_what, address, env, expected) => {
    expect(proxy(address, env)).toBe(expected);
  });

  test.each(["socks5://proxy:1080", "http://", "http://a b", "http://ann:100%@proxy:1"])(
    "%s is none",
    (HTTPS_PROXY) => {
      expect(() => proxy(S3, { HTTPS_PROXY })).toThrow("is not an http:// or https:// address");
    },
  );
});

describe("a command of the program", () => {
  const bundle = useBundle();
  let asked: string[] = [];
  let answer: (socket: Duplex) => void = () => undefined;
  let at = "";
  beforeEach(() => {
    asked = [];
  });
  beforeAll(async () => {
    const proxy = createHttp(({ url, headers }, response) => {
      asked.push(`${url} ${headers["proxy-authorization"] ?? ""}`.trim());
      response.writeHead(200).end("<ListVersionsResult></ListVersionsResult>");
    });
    proxy.on("connect", ({ url, headers }, socket) => {
      asked.push(`CONNECT ${url} ${headers["proxy-authorization"] ?? ""}`.trim());
      answer(socket);
    });
    at = await listening(proxy);
  });

  const list = (env: NodeJS.ProcessEnv): Promise<Ended> =>
    shell(bundle, "zonekeep list --site us-east-1", {
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_MAX_ATTEMPTS: "1",
      ...env,
    });

  test("asks through the proxy of the environment, as its user", async () => {
    const AWS_ENDPOINT_URL = "http://aws.invalid:4566";
    const { code, stdout } = await list({ AWS_ENDPOINT_URL, HTTP_PROXY: `http://ann:pa%20ss@${at}` });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "no recovery points\n" });
    const user = `Basic ${Buffer.from("ann:pa ss").toString("base64")}`;
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^http:\/\/aws\.invalid:4566\/zonekeep-123456789012-us-east-1\//);
    expect(asked[0]?.endsWith(` ${user}`)).toBe(true);
  });

  test("asks AWS itself through a tunnel, in which nothing but TLS is spoken", async () => {
    const heard = new Promise<Buffer>((resolve) => {
      answer = (socket) => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        socket.once("data", (bytes) => {
          resolve(bytes);
          socket.destroy();
        });
      };
    });
    const { code, stderr } = await list({ https_proxy: at });
    expect(asked).toEqual(["CONNECT zonekeep-123456789012-us-east-1.s3.us-east-1.amazonaws.com:443"]);
    const hello = await heard;
    expect(hello[0]).toBe(0x16);
    expect(hello.includes("zonekeep-123456789012-us-east-1.s3.us-east-1.amazonaws.com")).toBe(true);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: no answer from AWS: s3:ListObjectVersions of /);
  });

  test("says that the proxy refuses", async () => {
    answer = (socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const { code, stderr } = await list({ HTTPS_PROXY: `http://ann:secret@${at}` });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: the proxy refuses: s3:ListObjectVersions of .*\n {2}help: look at the user and password in HTTPS_PROXY/,
    );
    expect(stderr).not.toContain("secret");
  });

  test("leaves out what NO_PROXY names, and this machine", async () => {
    const direct = await listening(createServer((socket) => socket.destroy()));
    const { stderr } = await list({ AWS_ENDPOINT_URL: `http://${direct}`, HTTP_PROXY: at, ALL_PROXY: at });
    expect(asked).toEqual([]);
    expect(stderr).toMatch(/^error: no answer from AWS/);
    await list({ AWS_ENDPOINT_URL: "http://aws.invalid:1", HTTP_PROXY: at, NO_PROXY: "aws.invalid" });
    expect(asked).toEqual([]);
  });

  test("says what is no address of a proxy", async () => {
    const { code, stderr } = await list({ HTTPS_PROXY: "socks5://proxy:1080" });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "error: the proxy that the environment names is not an http:// or https:// address\n  help: look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, where a % of a password is %25; NO_PROXY=.amazonaws.com leaves AWS out\n",
    });
  });
});
