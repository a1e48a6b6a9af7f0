// Talks to the playground's server.

export const get = async (path) => (await fetch(path)).json();

/** Does something as a person. Resolves to {trouble, errors, notice} or {error}. */
export async function post(action) {
  const response = await fetch("/playground/act", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(action),
  });
  return response.json();
}
