"use strict";
// Texts that are brought here: files, which the service reads as the command does, and what is
// chosen or dropped. Nothing is kept by the service.

const taking = (() => {
  const KEY = "enrich desk";
  const KINDS = ".txt,.md,.markdown,.html,.htm,.jsonl,.ndjson,.json,.csv,.tsv,.xml,.eml,text/*";

  // What this tab holds: documents, decisions and the token.
  const read = () => {
    let held = null;
    try { held = JSON.parse(sessionStorage.getItem(KEY)); } catch { /* as if there was nothing */ }
    return { documents: [], decisions: [], merges: [], entities: [], token: "", editing: 0, error: "", ...held };
  };
  const write = (state) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  };

  const ask = async (path, token, body, type = "application/json") => {
    const headers = body === undefined ? {} : { "Content-Type": type };
    if (token) headers.Authorization = `Bearer ${token}`;
    let answer;
    try {
      answer = await fetch(path, { method: body === undefined ? "GET" : "POST", headers, body });
    } catch {
      throw new Error("The service does not answer.");
    }
    if (answer.ok) return answer;
    let line = `The service answered with ${answer.status}.`;
    try { line = (await answer.json()).error; } catch { /* a proxy’s own page */ }
    throw new Error(`${line[0].toUpperCase()}${line.slice(1)}.`.replace("..", "."));
  };

  // Documents with an id each; one alone needs none.
  const toldApart = (documents) => {
    const taken = new Set(), plain = documents.length === 1;
    return documents.map((document, n) => {
      const wanted = document.id === undefined || document.id === "" ? `text-${n + 1}` : String(document.id);
      let id = wanted;
      for (let more = 2; taken.has(id); more += 1) id = `${wanted}-${more}`;
      taken.add(id);
      return plain || id === String(document.id) ? document : { ...document, id };
    });
  };

  // The documents of files, one after the other, and what is to be said of them: a file that cannot
  // be read costs none of the others.
  const take = async (files, token) => {
    const documents = [], notes = [];
    for (const file of files) {
      try {
        const answer = await ask(`desk/read?name=${encodeURIComponent(file.name)}`, token, file, "application/octet-stream");
        const found = await answer.json();
        documents.push(...found.documents);
        notes.push(...found.notes);
      } catch (error) {
        const names = error.message.toLowerCase().startsWith(file.name.toLowerCase());
        notes.push(`${file.name}${names ? error.message.slice(file.name.length) : `: ${error.message}`}`);
      }
    }
    const said = documents.length === 1 ? "1 text was read." : `${documents.length} texts were read.`;
    return { documents, said: [...(documents.length || !notes.length ? [said] : []), ...notes].join(" ") };
  };
  // Files that are chosen or dropped.
  const listen = (input, onFiles) => {
    input.accept = KINDS;
    input.addEventListener("change", () => {
      const files = [...input.files];
      if (files.length) onFiles(files);
      input.value = "";
    });
    document.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      const files = [...event.dataTransfer?.files ?? []];
      if (!files.length) return;
      event.preventDefault();
      onFiles(files);
    });
  };

  return { read, write, ask, toldApart, take, listen };
})();
