// OpenAI's client and the Vercel AI SDK against a running Troupe:  node --test, with TROUPE_URL
import assert from "node:assert/strict";
import { test } from "node:test";

import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";
import OpenAI from "openai";

const baseURL = `${process.env.TROUPE_URL}/v1`;
const question = "How do I get a refund?";
const messages = [{ role: "user", content: question }];
const client = new OpenAI({ baseURL, apiKey: "none" });

test("openai: models", async () => {
  assert.ok((await client.models.list()).data.length > 0);
});

test("openai: a whole answer", async () => {
  const answer = await client.chat.completions.create({ model: "troupe", messages });
  assert.match(answer.choices[0].message.content, /\[1\]/);
  assert.ok(answer.citations[0].quote);
});

test("openai: a streamed answer", async () => {
  let text = "";
  const stream = await client.chat.completions.create({ model: "troupe", messages, stream: true });
  for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? "";
  assert.match(text, /\[1\]/);
});

test("openai: a refusal", async () => {
  await assert.rejects(client.chat.completions.create({ model: "troupe", messages, n: 2 }), (error) => {
    assert.equal(error.status, 400);
    assert.equal(error.param, "n");
    assert.ok(error.code && error.type);
    return true;
  });
});

for (const [name, model] of [
  ["openai", createOpenAI({ baseURL, apiKey: "none" }).chat("troupe")],
  ["openai-compatible", createOpenAICompatible({ name: "troupe", baseURL })("troupe")],
]) {
  test(`ai-sdk, ${name}: a whole answer`, async () => {
    assert.match((await generateText({ model, prompt: question })).text, /\[1\]/);
  });

  test(`ai-sdk, ${name}: a streamed answer`, async () => {
    let text = "";
    for await (const piece of streamText({ model, prompt: question }).textStream) text += piece;
    assert.match(text, /\[1\]/);
  });
}
