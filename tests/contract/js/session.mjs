// What people do with the JavaScript SDK, as a program: it prints what it got as JSON.
// Usage: node session.mjs BASE_URL KEY RECORDING

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { AssemblyAI } from "assemblyai";

const [baseUrl, apiKey, recording] = process.argv.slice(2);
const client = new AssemblyAI({ baseUrl, apiKey });
const speech_models = ["universal-3-pro", "universal-2"];
const polling = { pollingInterval: 300 };

async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    return error.message;
  }
}

const transcript = await client.transcripts.transcribe(
  { audio: recording, speech_models, language_detection: true },
  polling,
);
const { id } = transcript;

const streamed = await client.files.upload(createReadStream(recording));
const buffered = await client.files.upload(await readFile(recording));
const inline = await client.files.upload(`data:audio/wav;base64,${(await readFile(recording)).toString("base64")}`);

const queued = await client.transcripts.submit({
  audio: streamed,
  speech_models,
  speaker_labels: true,
  auto_highlights: true,
  sentiment_analysis: true,
  iab_categories: true,
  content_safety: true,
  content_safety_confidence: 25,
  auto_chapters: true,
  webhook_url: `${process.env.WEBHOOK_URL}?from=javascript`,
  webhook_auth_header_name: "X-Secret",
  webhook_auth_header_value: "open sesame",
});
const labelled = await client.transcripts.waitUntilReady(queued.id, polling);

async function webhookAnswer(id) {
  for (let tries = 0; tries < 100; tries++) {
    const { webhook_auth, webhook_status_code } = await client.transcripts.get(id);
    if (webhook_status_code) return { id, webhook_auth, webhook_status_code };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

const found = {
  transcript,
  same: (await client.transcripts.get(id)).text === transcript.text,
  uploads: [streamed, buffered, inline],
  labelled: { status: labelled.status, utterances: labelled.utterances.length },
  understood: {
    phrases: labelled.auto_highlights_result.results.map(({ text, count, timestamps }) => [text, count, timestamps.length]),
    sentiments: labelled.sentiment_analysis_results.map(({ speaker, sentiment }) => [speaker, sentiment]),
    topics: labelled.iab_categories_result.results.map(({ text, labels, timestamp }) => [
      text,
      labels.map(({ label, relevance }) => [label, relevance]),
      timestamp.end - timestamp.start,
    ]),
    topicSummary: labelled.iab_categories_result.summary,
    safety: labelled.content_safety_labels.status,
    sensitive: labelled.content_safety_labels.results.flatMap(({ labels }) => labels.map(({ confidence }) => confidence)),
    severities: Object.values(labelled.content_safety_labels.severity_score_summary),
    chapters: labelled.chapters.map(({ gist, headline, summary, start, end }) => [gist, headline, summary, end - start]),
  },
  webhook: await webhookAnswer(queued.id),
  sentences: await client.transcripts.sentences(id),
  paragraphs: await client.transcripts.paragraphs(id),
  srt: await client.transcripts.subtitles(id, "srt", 32),
  vtt: await client.transcripts.subtitles(id, "vtt"),
  search: await client.transcripts.wordSearch(id, ["best of times", "worst", "nowhere"]),
  redacted: await refusal(client.transcripts.redactedAudio(id)),
  refused: await refusal(
    new AssemblyAI({ baseUrl, apiKey: "wrong" }).transcripts.submit({ audio: streamed, speech_models }),
  ),
  unknown: await refusal(client.transcripts.get("nope")),
  failed: (
    await client.transcripts.transcribe({ audio: Buffer.from("this is no recording"), speech_models }, polling)
  ).error,
};

// As an application pages through its transcripts: with undefined values, then by the links.
let page = await client.transcripts.list({ limit: 1, status: undefined, before_id: undefined });
found.newest = page.transcripts[0];
found.listed = page.transcripts.map((item) => item.id);
while (page.page_details.prev_url && !found.listed.includes(id)) {
  page = await client.transcripts.list(page.page_details.prev_url);
  found.listed.push(...page.transcripts.map((item) => item.id));
}

await client.transcripts.delete(queued.id);
found.deleted = await client.transcripts.delete(id);
console.log(JSON.stringify(found));
