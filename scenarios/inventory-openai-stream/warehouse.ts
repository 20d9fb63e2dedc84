import type { ChatCompletionTool } from 'openai/resources/chat/completions';

type Arguments = Readonly<Record<string, unknown>>;

export interface Warehouse {
  readonly tools: ChatCompletionTool[];
  /** Runs one tool; a mistake of the model comes back as `error`, so that the model can correct it. */
  call(name: string, args: Arguments): unknown;
}

/** The warehouse in this process; where REHEARSAL_TOOLS_URL names another, the same tools, called there. */
export function openWarehouse(): Warehouse {
  const stock = new Map([
    ['LAMP-7', { available: 12, shelf: 'A3' }],
    ['CHAIR-3', { available: 4, shelf: 'C1' }],
    ['DESK-1', { available: 0, shelf: 'C2' }],
    ['CABLE-9', { available: 250, shelf: 'B8' }],
  ]);

  function checkStock({ sku }: Arguments): unknown {
    const item = stock.get(String(sku));
    return item === undefined ? { error: `unknown item ${String(sku)}` } : { sku, ...item };
  }

  function reserveItem({ sku, quantity }: Arguments): unknown {
    const item = stock.get(String(sku));
    if (item === undefined) return { error: `unknown item ${String(sku)}` };
    if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1) return { error: 'quantity must be a whole number above 0' };
    if (quantity > item.available) return { error: `only ${item.available} left` };
    item.available -= quantity;
    return { reservation_id: `RES-${String(sku)}-${quantity}`, sku, quantity, shelf: item.shelf };
  }

  const table: Readonly<Record<string, (args: Arguments) => unknown>> = { check_stock: checkStock, reserve_item: reserveItem };
  const toolsUrl = process.env['REHEARSAL_TOOLS_URL'];
  const sku = { type: 'string', description: 'Item number, for example LAMP-7' };
  return {
    tools: [
      describe('check_stock', 'How many pieces of an item are free, and on which shelf.', { sku }),
      describe('reserve_item', 'Reserves pieces of an item for the customer.', { sku, quantity: { type: 'integer', minimum: 1 } }),
    ],
    call: (name, args) =>
      toolsUrl === undefined ? (table[name]?.(args) ?? { error: `there is no tool ${name}` }) : post(`${toolsUrl}/${name}`, args),
  };
}

async function post(url: string, args: Arguments): Promise<unknown> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) });
    const result = (await response.json()) as { readonly error_code?: string; readonly error_message?: string };
    return response.ok ? result : { error: `${result.error_code ?? response.status}: ${result.error_message ?? 'the tool failed'}` };
  } catch {
    return { error: 'the tool gave no answer' };
  }
}

function describe(name: string, description: string, properties: Record<string, unknown>): ChatCompletionTool {
  const parameters = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return { type: 'function', function: { name, description, parameters, strict: true } };
}
