import { type RefObject, useEffect, useRef } from "react";

/** For what takes the place of the button that was pressed: the focus would be lost with it. */
export function useFocusOnArrival<Place extends HTMLElement>(): RefObject<Place | null> {
  const place = useRef<Place>(null);
  useEffect(() => place.current?.focus(), []);
  return place;
}
