// Transcribe a recording with the JavaScript SDK: node quickstart_sdk.mjs RECORDING (a file or an http(s) address)
// Once, beside this file: npm install assemblyai

import { AssemblyAI } from "assemblyai";

const client = new AssemblyAI({
  baseUrl: process.env.SCRIBA_BASE_URL ?? "http://127.0.0.1:8000",
  apiKey: process.env.SCRIBA_API_KEY ?? "YOUR_API_KEY",
});
const recording = process.argv[2];

if (!recording) {
  console.error("node quickstart_sdk.mjs RECORDING (a file or an http(s) address)");
  process.exit(1);
}

try {
  // Uploads a file of your own, then asks for a transcript.
  const { id } = await client.transcripts.submit({
    audio: recording,
    speech_models: ["universal-3-pro", "universal-2"],
    language_detection: true,
  });

  // The id finds the transcript again, in the server's log too: keep it.
  console.log(`Transcript id: ${id}`);

  const transcript = await client.transcripts.waitUntilReady(id, { pollingInterval: 1000 });
  if (transcript.status === "error") {
    throw new Error(`Transcription failed: ${transcript.error}`);
  }

  console.log(`\n${transcript.text}\n`);
  for (const word of transcript.words ?? []) {
    console.log(`${(word.start / 1000).toFixed(2).padStart(8)} s  ${word.text}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
