// Reads a finished transcript with all that it has, and prints it as JSON.
// Usage: node read_everything.mjs BASE_URL KEY ID

import { AssemblyAI } from "assemblyai";

const [baseUrl, apiKey, id] = process.argv.slice(2);
const client = new AssemblyAI({ baseUrl, apiKey });
const { transcripts } = client;
const found = {
  transcript: await transcripts.get(id),
  sentences: (await transcripts.sentences(id)).sentences.length,
  paragraphs: (await transcripts.paragraphs(id)).paragraphs.length,
  srt: (await transcripts.subtitles(id, "srt")).length,
  redacted: (await transcripts.redactedAudio(id)).status,
};
console.log(JSON.stringify(found));
