// Passkeys without inline scripts: options come from a JSON block of the page or from the server, the device's
// answer goes into a hidden field and the form is sent as any other.
//
// <form data-passkey="new" | "answer" | "login" data-options="id of the JSON block">
//   <input type="hidden" name="credential"> <button type="button" data-press> <p hidden data-failed role="alert">

const unpack = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer;
const pack = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const listed = (credentials) => credentials?.map((one) => ({ ...one, id: unpack(one.id) }));

async function make(options, alone) {
  const wanted = options.publicKey;
  const choice = { ...wanted.authenticatorSelection };
  choice.residentKey = alone ? "required" : "discouraged";
  choice.requireResidentKey = alone;
  if (alone) choice.userVerification = "required";
  return navigator.credentials.create({
    publicKey: {
      ...wanted,
      challenge: unpack(wanted.challenge),
      user: { ...wanted.user, id: unpack(wanted.user.id) },
      excludeCredentials: listed(wanted.excludeCredentials),
      authenticatorSelection: choice,
    },
  });
}

async function answer(options) {
  const wanted = options.publicKey;
  return navigator.credentials.get({
    publicKey: { ...wanted, challenge: unpack(wanted.challenge), allowCredentials: listed(wanted.allowCredentials) },
  });
}

function plain(credential) {
  const given = credential.response;
  const response = { clientDataJSON: pack(given.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (given[name]) response[name] = pack(given[name]);
  if (given.getTransports) response.transports = given.getTransports();
  return {
    id: credential.id,
    rawId: pack(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "login") {
    const given = JSON.parse(document.getElementById(form.dataset.options).textContent);
    return given.creation_options ?? given.request_options;
  }
  const reply = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!reply.ok) throw new Error(String(reply.status));
  return (await reply.json()).request_options;
}

async function press(form) {
  const failed = form.querySelector("[data-failed]");
  if (failed) failed.hidden = true;
  try {
    const options = await optionsOf(form);
    const given =
      form.dataset.passkey === "new"
        ? await make(options, form.querySelector("[name=passwordless]")?.checked ?? false)
        : await answer(options);
    form.querySelector("[name=credential]").value = JSON.stringify(plain(given));
    form.submit();
  } catch {
    if (failed) failed.hidden = false;
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("[data-press]");
  if (window.PublicKeyCredential) button.addEventListener("click", () => press(form));
  else form.hidden = true;
}
