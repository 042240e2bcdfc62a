// Print who said what with the JavaScript SDK: node speakers_sdk.mjs RECORDING [NAME...]
// Names are those of voices that were enrolled with POST /v2/speakers; without any, speakers are letters.
// Install the SDK first: npm install assemblyai

import { AssemblyAI } from "assemblyai";

const client = new AssemblyAI({
  baseUrl: process.env.SCRIBA_BASE_URL ?? "http://127.0.0.1:8000",
  apiKey: process.env.SCRIBA_API_KEY ?? "YOUR_API_KEY",
});
const [recording, ...names] = process.argv.slice(2);
if (!recording) {
  console.error("node speakers_sdk.mjs RECORDING [NAME...]");
  process.exit(1);
}

const params = {
  audio: recording,
  speech_models: ["universal-3-pro", "universal-2"],
  language_detection: true,
  speaker_labels: true,
};
if (names.length) {
  params.speech_understanding = {
    request: { speaker_identification: { speaker_type: "name", known_values: names } },
  };
}

const transcript = await client.transcripts.transcribe(params, { pollingInterval: 1000 });
if (transcript.status === "error") {
  console.error(`Transcription failed: ${transcript.error}`);
  process.exit(1);
}

for (const utterance of transcript.utterances) {
  console.log(`Speaker ${utterance.speaker}: ${utterance.text}`);
}

if (names.length) {
  console.log(`\nRecognized: ${JSON.stringify(transcript.speech_understanding.response.speaker_identification.mapping)}`);
}
