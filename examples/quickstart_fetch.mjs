// Transcribe a recording with plain fetch: node quickstart_fetch.mjs RECORDING (a file or an http(s) address)

import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const baseUrl = process.env.SCRIBA_BASE_URL ?? "http://127.0.0.1:8000";
const authorization = process.env.SCRIBA_API_KEY ?? "YOUR_API_KEY";
const recording = process.argv[2];

if (!recording) {
  console.error("node quickstart_fetch.mjs RECORDING (a file or an http(s) address)");
  process.exit(1);
}

async function ask(path, options = {}) {
  const response = await fetch(`${baseUrl}${path}`, { ...options, headers: { authorization, ...options.headers } });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(`${response.status}: ${body.error}`);
  }
  return body;
}

async function transcribe() {
  // 1. A file of your own goes to the server first. An address that the server can reach is used as it is.
  const audioUrl = /^https?:\/\//.test(recording)
    ? recording
    : (await ask("/v2/upload", { method: "POST", body: await readFile(recording) })).upload_url;

  // 2. Ask for a transcript. The models are tried in this order: the first that knows the recording's language serves it.
  let transcript = await ask("/v2/transcript", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      audio_url: audioUrl,
      speech_models: ["universal-3-pro", "universal-2"],
      language_detection: true,
    }),
  });

  // The id finds the transcript again, in the server's log too: keep it.
  console.log(`Transcript id: ${transcript.id}`);

  // 3. Wait until it is done.
  while (!["completed", "error"].includes(transcript.status)) {
    await sleep(1000);
    transcript = await ask(`/v2/transcript/${transcript.id}`);
  }
  if (transcript.status === "error") {
    throw new Error(`Transcription failed: ${transcript.error}`);
  }
  for (const warning of transcript.metadata.warnings) {
    console.error(`Warning: ${warning.message}`);
  }
  return transcript;
}

try {
  const transcript = await transcribe();
  console.log(`\n${transcript.text}\n`);
  for (const word of transcript.words) {
    console.log(`${(word.start / 1000).toFixed(2).padStart(8)} s  ${word.text}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
