import type { WorkArea } from "../../modules/runs/work-area.ts";

/** A work area in memory; values pass through JSON, as they do in S3. */
export class MemoryWork implements WorkArea {
  readonly objects = new Map<string, string>();
  /** Asked before each call; throws for a dead process. */
  before: (call: string, key: string) => void = () => undefined;

  async put(key: string, value: unknown): Promise<void> {
    this.before("put", key);
    this.objects.set(key, JSON.stringify(value));
  }

  async create(key: string, value: unknown): Promise<boolean> {
    this.before("create", key);
    if (this.objects.has(key)) return false;
    this.objects.set(key, JSON.stringify(value));
    return true;
  }

  async get(key: string): Promise<unknown> {
    this.before("get", key);
    const text = this.objects.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }
}
