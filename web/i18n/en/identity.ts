import type { Translated } from "../catalogue.ts";
import type { identity as source } from "../zh-CN/identity.ts";

export const identity: Translated<typeof source> = {
  "mall.identity.title": "Is it you?",
  "mall.identity.why": "Confirm with your passkey that it is you. It then holds for a few minutes.",
  "mall.identity.whyFace":
    "Confirm with the camera that it is you. It then holds for a few minutes.",
  "mall.identity.choose": "Confirm that it is you. Choose a way; both do the same.",
  "mall.identity.use": "Use my passkey",
  "mall.identity.firstTitle": "Create a passkey first",
  "mall.identity.what":
    "A passkey uses this device's fingerprint, face or screen lock to confirm that it is you. The key stays on the device; we keep only a public key and never see your fingerprint or face.",
  "mall.identity.create": "Create a passkey",
  "mall.identity.cancelled": "That was not completed. No harm done; you can try again.",
  "mall.identity.unsupported":
    "This browser does not support passkeys. Please use another browser or device.",
  "mall.identity.usePasskeyInstead": "Use a passkey instead",
  "mall.identity.useFaceInstead": "Use my face instead",
  "mall.identity.setUpFace": "Set up my face",
  "mall.identity.setUpPasskey": "Set up a passkey",

  "mall.identity.page.title": "Face and passkeys",
  "mall.identity.page.hint": "Either of them confirms that it is you before points are converted.",

  "mall.identity.passkeys.title": "Passkeys",
  "mall.identity.passkeys.hint":
    "This device's fingerprint, face or screen lock. A passkey can do everything your face can.",
  "mall.identity.passkeys.empty": "No passkey yet.",
  "mall.identity.passkeys.add": "Add a passkey",
  "mall.identity.passkeys.faceFirst":
    "Your face is set up, so it has to confirm that it is you before a passkey is added. If the camera cannot be used, delete your face data under Me › Face and passkeys first.",
  "mall.identity.passkeys.created": "Made on {date}",
  "mall.identity.passkeys.used": "Last used on {date}",
  "mall.identity.passkeys.added": "The passkey was added.",
  "mall.identity.passkeys.remove": "Remove the passkey “{name}”",
  "mall.identity.passkeys.removeTitle": "Remove “{name}”?",
  "mall.identity.passkeys.removeBody": "It can then no longer confirm that it is you.",
  "mall.identity.passkeys.removed": "The passkey was removed.",

  "mall.identity.face.title": "Face",
  "mall.identity.face.hint":
    "A few movements in front of the camera. We keep no pictures, only an encrypted template.",
  "mall.identity.face.notEnrolled":
    "Not set up. Before it is, you read what is stored, why, for how long, and how to delete it.",
  "mall.identity.face.setUp": "Set up my face",
  "mall.identity.face.again": "Set up again",
  "mall.identity.face.enrolledAt": "Set up",
  "mall.identity.face.lastUsedAt": "Last used",
  "mall.identity.face.neverUsed": "Not used yet",
  "mall.identity.face.usedFor": "Works for",
  "mall.identity.face.forWindow": "the check before converting",
  "mall.identity.face.forLogin": "signing in",
  "mall.identity.face.forNothing": "nothing at the moment",
  "mall.identity.face.on": "Set up",
  "mall.identity.face.off": "Not set up",
  "mall.identity.face.unavailable": "Not available",
  "mall.identity.face.outdated": "Set up again",
  "mall.identity.face.outdatedHint":
    "We changed the recognition model, and your old template cannot be compared any more. Set up your face again, or delete it.",
  "mall.identity.face.unavailableHint":
    "This mall does not use face checks at the moment, or they are out of order. Please use a passkey.",
  "mall.identity.face.windowOff":
    "This mall does not accept your face for converting points. Please use a passkey.",
  "mall.identity.face.loginOff": "This mall does not allow signing in by face.",
  "mall.identity.face.delete": "Delete my face data",
  "mall.identity.face.deleteTitle": "Withdraw consent and delete your face data?",
  "mall.identity.face.deleteBody":
    "The encrypted template and its key are destroyed at once; copies in backups can never be read again. You can then no longer sign in or be checked by face. Your passkeys, password, points and orders stay as they are. To use your face again, you set it up again.",
  "mall.identity.face.deleteConfirm": "Withdraw and delete",
  "mall.identity.face.deleted": "Your face data is deleted.",
  "mall.identity.face.readConsent": "Read what you agreed to",

  "mall.identity.consent.title": "Please read this first",
  "mall.identity.consent.version": "Version {version} · published on {date}",
  "mall.identity.consent.alternative":
    "You do not have to agree: a passkey does everything your face does.",
  "mall.identity.consent.cameraLater": "The camera opens only after you agree.",
  "mall.identity.consent.needed": "This text has changed. Please read it before you go on.",

  "mall.identity.enrol.title": "Set up your face",
  "mall.identity.enrol.done": "Your face is set up",
  "mall.identity.enrol.doneHint": "From now on it can confirm that it is you.",
  "mall.identity.enrol.verifyFirst": "Before your face is set up, confirm that it is you.",

  "mall.identity.camera.preview": "Camera picture",
  "mall.identity.camera.opening": "Opening the camera. When the browser asks, choose Allow.",
  "mall.identity.camera.ready":
    "Fit your face into the oval, in good light, with nobody else in the picture.",
  "mall.identity.camera.start": "Start",
  "mall.identity.camera.starting": "Preparing the movements",
  "mall.identity.camera.follow": "Follow the words above",
  "mall.identity.camera.sending": "Checking",
  "mall.identity.camera.privacy": "The pictures are used for this check and then thrown away.",
  "mall.identity.camera.stepOf": "Movement {step} of {count}",
  "mall.identity.camera.secondsLeft": "{seconds} s left",
  "mall.identity.camera.refused": "The camera was not allowed",
  "mall.identity.camera.refusedHint":
    "Press the camera or lock icon beside the address, allow the camera for this site, and try again. On a phone, the system settings must allow the browser to use the camera too.",
  "mall.identity.camera.missing": "No camera was found",
  "mall.identity.camera.missingHint":
    "Connect a camera and try again, or use a device that has one.",
  "mall.identity.camera.in_use": "The camera is in use",
  "mall.identity.camera.in_useHint":
    "Close the other program or page that uses the camera, and try again.",
  "mall.identity.camera.insecure": "Browsers open no camera for this address: it is not secure",
  "mall.identity.camera.insecureHint": "Please use the address that begins with https.",
  "mall.identity.camera.failed": "The camera does not open",
  "mall.identity.camera.failedHint": "Please try again, or use another browser.",
  "mall.identity.camera.hidden": "The page went into the background. Please start again.",
  "mall.identity.camera.camera_lost": "The camera was disconnected.",
  "mall.identity.camera.reopen": "Open the camera again",

  "mall.identity.cue.look_straight": "Look straight ahead",
  "mall.identity.cue.turn_left": "Turn your head slowly to the left and back",
  "mall.identity.cue.turn_right": "Turn your head slowly to the right and back",
  "mall.identity.cue.nod": "Lower your head slowly and raise it again",
  "mall.identity.cue.blink": "Close your eyes for a moment and open them",

  "mall.identity.fault.not_a_picture": "What arrived was not a picture. Please try again.",
  "mall.identity.fault.no_face":
    "No face was found in the picture. Face the camera and fit your face into the oval.",
  "mall.identity.fault.many_faces":
    "There was more than one person in the picture. Please be alone in it.",
  "mall.identity.fault.face_too_small": "You are too far away. Please come closer.",
  "mall.identity.fault.too_dark": "It is too dark. Please find a brighter place.",
  "mall.identity.fault.too_bright": "It is too bright. Please avoid strong light and backlight.",
  "mall.identity.fault.blurred": "The picture is blurred. Hold still, and wipe the lens.",
  "mall.identity.fault.too_few_pictures":
    "Too few pictures arrived. Keep this page open and try again.",
  "mall.identity.fault.too_few_frontal":
    "You did not face the camera long enough. Pause whenever it says 'Look straight ahead'.",
  "mall.identity.fault.too_fast": "That was too fast. Please follow the words slowly.",
  "mall.identity.fault.pictures_repeated":
    "The picture never changed. Use a live camera, not a photograph.",
  "mall.identity.fault.pictures_replayed":
    "These pictures were used before. Please use a live camera.",
  "mall.identity.fault.step_missing":
    "A movement was not seen. Move a little more, one movement after the other.",
  "mall.identity.fault.wrong_step":
    "There was a movement that was not asked for. Please do only what it says.",
  "mall.identity.fault.motion_broken":
    "The picture jumped. Keep your face inside the oval and move slowly.",
  "mall.identity.fault.person_changed":
    "The person in the picture changed. Please do it all by yourself.",
  "mall.identity.fault.use_passkey":
    "It could not be seen clearly enough whether it is you. Please use the other way below.",
  "mall.identity.refusal.face_not_matched":
    "You were not recognised. Try again in good light and without a mask, or use another way.",
  "mall.identity.refusal.face_not_enrolled":
    "Your face is not set up. Set it up first, or use a passkey.",
  "mall.identity.refusal.challenge_expired":
    "Time is up, and these movements no longer count. Please start again.",
  "mall.identity.refusal.challenge_used":
    "These movements were already answered. Please start again.",
  "mall.identity.refusal.locked":
    "That failed too often. Use your face again in {minutes} {minutes|minute|minutes}, or use another way now.",

  "mall.identity.uses.title": "When it was used",
  "mall.identity.uses.hint": "When each way was used, and for what.",
  "mall.identity.uses.empty": "Not used yet.",
  "mall.identity.uses.method.face": "Face",
  "mall.identity.uses.method.passkey": "Passkey",
  "mall.identity.uses.purpose.enrol": "Set-up",
  "mall.identity.uses.purpose.verify": "Identity check",
  "mall.identity.uses.purpose.login": "Signing in",
  "mall.identity.uses.accepted": "Passed",
  "mall.identity.uses.refused": "Refused",
  "mall.identity.notices.title": "Notices",
  "mall.identity.notices.empty":
    "No notices. You are told here when a face is set up, a passkey is added, or the face check is locked.",
  "mall.identity.notices.unread": "New",

  "mall.identity.signIn.submit": "Open the camera",
  "mall.identity.signIn.usePassword": "Use the password instead",
  "mall.identity.signIn.hint": "You set up your face under Me after signing in once.",
};
