import { expect, test } from "vitest";
import { KmsKeys } from "../../modules/store/kms-keys.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { COPY_KEY, SITE_KEY } from "../support/sample-point.ts";

const context = { run: "r" };
const home = { site: "us-east-1", region: "us-east-1", key: SITE_KEY };
const away = { site: "eu-west-1", region: "eu-west-1", key: COPY_KEY };

function scripted(answer: object) {
  const sent: unknown[] = [];
  const clientFor = (region: string) => ({
    send: async (command: { input: object }) => {
      sent.push({ region, call: command.constructor.name, ...command.input });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { keys: new KmsKeys(clientFor as unknown as ConstructorParameters<typeof KmsKeys>[0]), sent };
}

test("each site's key is asked in its own region, bound to the point", async () => {
  const bytes = Uint8Array.of(1, 2);
  const { keys, sent } = scripted({ Plaintext: bytes, CiphertextBlob: bytes });
  await keys.generate(home, context);
  await keys.wrapFor(away, bytes, context);
  await keys.unwrap({ ...away, wrapped: "AQI=", context });
  expect(sent).toEqual([
    {
      region: "us-east-1",
      call: "GenerateDataKeyCommand",
      KeyId: SITE_KEY,
      KeySpec: "AES_256",
      EncryptionContext: context,
    },
    {
      region: "eu-west-1",
      call: "EncryptCommand",
      KeyId: COPY_KEY,
      Plaintext: bytes,
      EncryptionContext: context,
    },
    {
      region: "eu-west-1",
      call: "DecryptCommand",
      CiphertextBlob: Buffer.from(bytes),
      EncryptionContext: context,
    },
  ]);
});

test("a key that cannot be used is named with the call", async () => {
  const { keys } = scripted(awsError("DisabledException", 400, "the key is disabled"));
  await expect(keys.generate(home, context)).rejects.toThrow(
    `kms:GenerateDataKey with ${SITE_KEY}: DisabledException: the key is disabled`,
  );
  await expect(keys.wrapFor(away, Uint8Array.of(1), context)).rejects.toThrow(
    `kms:Encrypt with ${COPY_KEY}: Disabled`,
  );
});

test("an answer without bytes is an error", async () => {
  await expect(scripted({}).keys.generate(home, context)).rejects.toThrow(
    `KMS answered without bytes for ${SITE_KEY}`,
  );
});
