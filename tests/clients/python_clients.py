#!/usr/bin/env python3
"""OpenAI's client, LiteLLM and LangChain against a running Troupe:  python_clients.py URL"""

import sys
import unittest

import litellm
import openai
from langchain_core.messages import AIMessage, HumanMessage
from langchain_openai import ChatOpenAI

URL = sys.argv.pop() + "/v1"
QUESTION = "How do I get a refund?"
FOLLOW_UP = "And how long does it take?"


def asked(*said):
    """Messages of a customer and the assistant, who speak in turn."""
    return [{"role": "assistant" if i % 2 else "user", "content": text} for i, text in enumerate(said)]


class OpenAi(unittest.TestCase):
    client = openai.OpenAI(base_url=URL, api_key="none")

    def test_models(self):
        self.assertTrue([model.id for model in self.client.models.list()])

    def test_whole(self):
        answer = self.client.chat.completions.create(model="troupe", messages=asked(QUESTION))
        self.assertIn("[1]", answer.choices[0].message.content)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertTrue(answer.citations[0]["quote"])

    def test_streamed(self):
        chunks = list(self.client.chat.completions.create(model="troupe", messages=asked(QUESTION), stream=True,
                                                          stream_options={"include_usage": True}))
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        self.assertIn("[1]", text)
        self.assertIsNotNone(chunks[-1].usage)

    def test_a_conversation_goes_on(self):
        # Nobody else asks so: of two conversations that began alike, none would be gone on with.
        question = "How can I get a refund for a lamp?"
        first = self.client.chat.completions.create(model="troupe", messages=asked(question))
        history = asked(question, first.choices[0].message.content, FOLLOW_UP)
        second = self.client.chat.completions.create(model="troupe", messages=history)
        self.assertEqual(second.session_id, first.session_id)

    def test_refusal(self):
        with self.assertRaises(openai.BadRequestError) as raised:
            self.client.chat.completions.create(model="troupe", messages=asked(QUESTION), n=2)
        self.assertEqual(raised.exception.param, "n")
        self.assertTrue(raised.exception.code)
        self.assertTrue(raised.exception.type)


class LiteLlm(unittest.TestCase):
    def ask(self, **options):
        return litellm.completion(model="openai/troupe", api_base=URL, api_key="none", messages=asked(QUESTION), **options)

    def test_whole(self):
        self.assertIn("[1]", self.ask().choices[0].message.content)

    def test_streamed(self):
        text = "".join(chunk.choices[0].delta.content or "" for chunk in self.ask(stream=True))
        self.assertIn("[1]", text)

    def test_refusal(self):
        with self.assertRaises(litellm.BadRequestError):
            self.ask(n=2)


class LangChain(unittest.TestCase):
    model = ChatOpenAI(base_url=URL, api_key="none", model="troupe")

    def test_whole(self):
        self.assertIn("[1]", self.model.invoke(QUESTION).content)

    def test_streamed(self):
        self.assertIn("[1]", "".join(chunk.content for chunk in self.model.stream(QUESTION)))

    def test_a_conversation_goes_on(self):
        first = self.model.invoke(QUESTION).content
        self.assertTrue(self.model.invoke([HumanMessage(QUESTION), AIMessage(first), HumanMessage(FOLLOW_UP)]).content)


if __name__ == "__main__":
    unittest.main()
