import { useEffect, useRef } from "react";
import { decideKey, type Focus } from "./entry/keys.ts";

/**
 * Keys at the till, wherever the focus is; `decideKey` says what they do. A click with the mouse gives
 * the focus back to the field, so that the next scan and the next Enter are the field's. A finger does
 * not: the field would open the keyboard on the screen.
 */
export function useTillKeys(of: {
  field: React.RefObject<HTMLInputElement | null>;
  /** Something is on top of the till and has the keys. */
  isCovered: boolean;
  onEnter: () => void;
}): React.RefObject<HTMLDivElement | null> {
  const { field, isCovered } = of;
  const root = useRef<HTMLDivElement>(null);
  const onEnter = useRef(of.onEnter);
  useEffect(() => {
    onEnter.current = of.onEnter;
  });

  useEffect(() => {
    if (isCovered) return;
    if (matchMedia("(hover: hover)").matches) field.current?.focus();
    let pointed: Element | null = null;
    let isFinger = false;

    function onPointerDown(event: PointerEvent) {
      pointed = controlOf(event.target);
      isFinger = event.pointerType === "touch";
    }
    function onFocusIn(event: FocusEvent) {
      if (event.target !== pointed) pointed = null;
    }
    function onClick(event: MouseEvent) {
      const control = controlOf(event.target);
      const isMouse = event.detail > 0 && !isFinger;
      if (isMouse && control !== null && root.current?.contains(control)) field.current?.focus();
    }
    function onKeyDown(event: KeyboardEvent) {
      if (event.isComposing) return;
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      const { key, repeat: isRepeated } = event;
      const focus = focusOf(event.target, { field: field.current, pointed });
      const decision = decideKey({ key, hasModifier, isRepeated }, focus);
      if (decision === "leave") return;
      if (decision !== "type") event.preventDefault();
      if (decision === "type" || decision === "field") field.current?.focus();
      if (decision === "enter") onEnter.current();
    }

    window.addEventListener("pointerdown", onPointerDown, true);
    window.addEventListener("focusin", onFocusIn);
    window.addEventListener("click", onClick);
    window.addEventListener("keydown", onKeyDown, true);
    return () => {
      window.removeEventListener("pointerdown", onPointerDown, true);
      window.removeEventListener("focusin", onFocusIn);
      window.removeEventListener("click", onClick);
      window.removeEventListener("keydown", onKeyDown, true);
    };
  }, [field, isCovered]);
  return root;
}

function controlOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("button, a") : null;
}

function focusOf(
  target: EventTarget | null,
  of: { field: Element | null; pointed: Element | null },
): Focus {
  if (!(target instanceof Element) || target === document.body) return "page";
  if (target === of.field) return "entry";
  if (target.closest("[role='dialog']") !== null) return "dialog";
  if (target.closest("input, textarea, select") !== null) return "text";
  const control = controlOf(target);
  if (control === null) return "page";
  return control === of.pointed ? "pointed" : "control";
}
