import type { JsonObject } from '../../src/domain/json.ts';

/** A realistic body, with everything the provider lets a client send that this room reads in some way of its own. */
export interface RequestSpecimen {
  readonly dialect: string;
  readonly url: string;
  readonly body: JsonObject;
  /** Deleting one of these changes the spelling, not the meaning. */
  readonly harmless?: readonly string[];
}

const schema = { type: 'object', properties: { city: { type: 'string', description: 'Where' } }, required: ['city'], additionalProperties: false };
const pixel = 'iVBORw0KGgoAAAANSUhEUg';

export const requestSpecimens: readonly RequestSpecimen[] = [
  {
    dialect: 'openai-chat',
    url: '/openai/v1/chat/completions',
    harmless: ['$.stream deleted', '$.messages[6].content deleted', '$.messages[10].refusal deleted'],
    body: {
      model: 'gpt-5',
      stream: false,
      temperature: 0.2,
      seed: 12345678901,
      stop: ['END', 'STOP'],
      stream_options: { include_usage: true },
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
      tool_choice: { type: 'function', function: { name: 'weather' } },
      tools: [
        { type: 'function', function: { name: 'weather', description: 'Weather now', parameters: schema, strict: true } },
        { type: 'function', function: { name: 'bare' } },
        { function: { name: 'untyped', parameters: {} } },
        { type: 'custom', custom: { name: 'shell', description: 'Runs it', format: { type: 'text' } } },
        { type: 'web_search', filters: { allowed: ['example.org'] } },
      ],
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'system',
          content: [
            { type: 'text', text: 'Be kind.' },
            { type: 'text', text: 'Be exact.', cache_control: { type: 'ephemeral' } },
          ],
        },
        { role: 'system', content: 'Named.', name: 'rules' },
        { role: 'developer', content: 'No lists.' },
        { role: 'user', name: 'ada', content: 'Weather in Rome?' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And here?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}`, detail: 'low' } },
            { type: 'input_audio', input_audio: { data: 'UklGR', format: 'wav' } },
            { type: 'file', file: { file_id: 'file-1' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'Two places.',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
            { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{"city": 12345678901234567890}', note: 'n' }, index: 1 },
            { id: 'call_3', type: 'custom', custom: { name: 'shell', input: 'ls -l' } },
            { id: 'call_4', type: 'function', function: { name: 'weather', arguments: '{"city":' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '{"degrees":21}' },
        {
          role: 'tool',
          tool_call_id: 'call_2',
          name: 'weather',
          content: [
            { type: 'text', text: 'sunny' },
            { type: 'text', text: 'warm' },
          ],
        },
        { role: 'tool', tool_call_id: 'call_3', content: '' },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Partly.' },
            { type: 'refusal', refusal: 'Not that.' },
          ],
          refusal: null,
          audio: { id: 'audio_1' },
        },
        { role: 'assistant', content: '', refusal: 'No.', function_call: { name: 'old', arguments: '{}' } },
        { role: 'assistant', tool_calls: [{ id: 'call_5', type: 'mystery', mystery: { a: 1 } }] },
        { role: 'function', name: 'old', content: 'done' },
        { role: 'narrator', content: 'Meanwhile.' },
      ],
      metadata: { __proto: 'x', ['__proto__']: { trap: true } },
      ['__proto__']: { trap: 'outer' },
    },
  },
  {
    dialect: 'openai-responses',
    url: '/openai/v1/responses',
    harmless: ['$.stream deleted'],
    body: {
      model: 'gpt-5',
      stream: false,
      instructions: 'Be brief.',
      previous_response_id: 'resp_1',
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low', summary: 'auto' },
      text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
      tools: [
        { type: 'function', name: 'weather', description: 'Weather now', parameters: schema, strict: false },
        { type: 'function', name: 'bare', parameters: null },
        { type: 'web_search', user_location: { type: 'approximate', city: 'Rome' } },
        { type: 'custom', name: 'shell', format: { type: 'text' } },
        { type: 'mcp', server_label: 'docs', server_url: 'https://example.org/mcp' },
      ],
      input: [
        { role: 'developer', content: 'No lists.' },
        {
          type: 'message',
          role: 'user',
          content: [
            { type: 'input_text', text: 'Look' },
            { type: 'input_image', image_url: `data:image/png;base64,${pixel}`, detail: 'auto' },
          ],
        },
        { role: 'user', content: 'Weather?' },
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Two steps.' }], encrypted_content: 'gAAAA' },
        { type: 'reasoning', id: 'rs_2', summary: [], content: [{ type: 'reasoning_text', text: 'Aloud.' }], status: null },
        {
          type: 'reasoning',
          id: 'rs_3',
          summary: [
            { type: 'summary_text', text: 'One.' },
            { type: 'summary_text', text: 'Two.' },
          ],
        },
        { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'weather', arguments: '{"city":"Rome"}', status: 'completed' },
        { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_2', name: 'shell', input: 'ls' },
        { type: 'function_call_output', call_id: 'call_1', output: '{"degrees":21}' },
        {
          type: 'function_call_output',
          call_id: 'call_1',
          output: [
            { type: 'input_text', text: 'sunny' },
            { type: 'input_file', file_id: 'file-1' },
          ],
        },
        { type: 'custom_tool_call_output', call_id: 'call_2', output: 'total 0' },
        { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'rome' } },
        { type: 'item_reference', id: 'msg_0' },
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          phase: 'final_answer',
          content: [
            { type: 'output_text', text: 'Sunny.', annotations: [{ type: 'url_citation', url: 'https://example.org', start_index: 0 }] },
            { type: 'refusal', refusal: 'No.' },
          ],
        },
        { role: 'assistant', content: [{ type: 'output_text', text: 'Plain.' }] },
        { role: 'assistant', content: [{ type: 'input_text', text: 'Odd.' }] },
      ],
    },
  },
  {
    dialect: 'openai-embeddings',
    url: '/openai/v1/embeddings',
    body: { model: 'text-embedding-3-small', encoding_format: 'float', dimensions: 8, user: 'u', input: ['one', 'two', ''] },
  },
  {
    dialect: 'openai-embeddings',
    url: '/openai/v1/embeddings',
    body: {
      model: 'text-embedding-3-small',
      input: [
        [1, 2, 3],
        [4, 5],
      ],
    },
  },
  {
    dialect: 'anthropic-messages',
    url: '/anthropic/v1/messages',
    harmless: ['$.stream deleted'],
    body: {
      model: 'claude-sonnet-4-5',
      max_tokens: 1024,
      stream: false,
      thinking: { type: 'enabled', budget_tokens: 2048 },
      system: [
        { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'Be kind.' },
      ],
      tool_choice: { type: 'auto', disable_parallel_tool_use: false },
      tools: [
        { name: 'weather', description: 'Weather now', input_schema: schema, cache_control: { type: 'ephemeral' } },
        { type: 'custom', name: 'typed', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
        { type: 'mcp_toolset', mcp_server_name: 'docs' },
      ],
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
            { type: 'text', text: 'Here?', cache_control: { type: 'ephemeral', ttl: '1h' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Two places.', signature: 'EqQB' },
            { type: 'redacted_thinking', data: 'Emw' },
            { type: 'text', text: 'Let me look.', citations: [{ type: 'char_location', cited_text: 'x', document_index: 0 }] },
            { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Rome' } },
            { type: 'tool_use', id: 'toolu_2', name: 'weather', input: {}, cache_control: { type: 'ephemeral' } },
            { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'rome' } },
            {
              type: 'web_search_tool_result',
              tool_use_id: 'srvtoolu_1',
              content: [{ type: 'web_search_result', url: 'https://example.org', encrypted_content: 'E' }],
            },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: '21 degrees' },
            {
              type: 'tool_result',
              tool_use_id: 'toolu_2',
              is_error: true,
              content: [
                { type: 'text', text: 'no such city' },
                { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } },
              ],
            },
            { type: 'tool_result', tool_use_id: 'toolu_3', is_error: false, cache_control: { type: 'ephemeral' } },
            { type: 'tool_result', tool_use_id: 'toolu_4', content: [] },
          ],
        },
        { role: 'assistant', content: [] },
      ],
    },
  },
  {
    dialect: 'gemini',
    url: '/gemini/v1beta/models/gemini-2.5-flash:generateContent',
    harmless: ['$.contents[2].parts[3].functionCall.args deleted'],
    body: {
      systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] },
      generationConfig: { temperature: 0.1, thinkingConfig: { includeThoughts: true }, responseSchema: { type: 'OBJECT' } },
      safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['weather'] } },
      tools: [
        {
          functionDeclarations: [
            { name: 'weather', description: 'Weather now', parameters: { type: 'OBJECT' }, behavior: 'BLOCKING' },
            { name: 'bare', parametersJsonSchema: schema },
          ],
        },
        { googleSearch: { timeRangeFilter: { startTime: 't' } } },
        { codeExecution: {} },
      ],
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'Weather?' },
            { inlineData: { mimeType: 'image/png', data: pixel } },
            { fileData: { fileUri: 'files/1', mimeType: 'text/plain' } },
          ],
        },
        { parts: [{ text: 'No role.' }] },
        {
          role: 'model',
          parts: [
            { text: 'Two places.', thought: true },
            { text: 'Looking.', thoughtSignature: 'CsQB' },
            { functionCall: { id: 'c1', name: 'weather', args: { city: 'Rome' } }, thoughtSignature: 'CsQC' },
            { functionCall: { name: 'weather', args: {} } },
            { executableCode: { language: 'PYTHON', code: 'print(1)' } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'c1', name: 'weather', response: { degrees: 21, sky: ['clear'] } } },
            { functionResponse: { name: 'weather', response: { output: 'sunny' }, willContinue: false } },
            {
              functionResponse: {
                name: 'weather',
                response: { error: 'no such city' },
                parts: [{ inlineData: { mimeType: 'image/png', data: pixel } }],
              },
            },
          ],
        },
        { role: 'function', parts: [{ functionResponse: { name: 'weather', response: {} } }] },
      ],
    },
  },
  {
    dialect: 'gemini',
    url: '/gemini/models/gemini-2.5-flash:streamGenerateContent?alt=sse&key=secret',
    body: {
      system_instruction: { parts: [{ text: 'Be brief.' }] },
      generation_config: { max_output_tokens: 5 },
      tools: [{ function_declarations: [{ name: 'weather', parameters_json_schema: schema }] }],
      contents: [
        { role: 'model', parts: [{ function_call: { name: 'weather', args: { city: 'Rome' } }, thought_signature: 'CsQB' }] },
        { role: 'user', parts: [{ function_response: { name: 'weather', response: { degrees: 21 } } }] },
      ],
    },
  },
  {
    dialect: 'gemini-embeddings',
    url: '/gemini/v1beta/models/gemini-embedding-001:embedContent',
    body: { content: { parts: [{ text: 'one' }] }, taskType: 'RETRIEVAL_QUERY', outputDimensionality: 8 },
  },
  {
    dialect: 'gemini-embeddings',
    url: '/gemini/v1beta/models/gemini-embedding-001:batchEmbedContents',
    body: {
      requests: [
        { model: 'models/gemini-embedding-001', content: { parts: [{ text: 'one' }] } },
        { model: 'models/other', content: { role: 'user', parts: [{ text: 'two' }] }, taskType: 'CLUSTERING' },
        { content: { parts: [{ text: 'three' }, { text: 'four' }] } },
      ],
    },
  },
];
