import { type ReactNode, useEffect, useState } from "react";

/** The oval, in hundredths of the picture's shorter side: where a face at arm's length is. */
const OVAL = { y: 44, width: 28, height: 38 };

/**
 * The camera's picture as a mirror, an oval to fit the face into, and a ring around it that fills
 * with the progress (0 to 1). It decides nothing; `children` lie over the picture's lower edge.
 */
export function CameraStage(props: {
  stream: MediaStream | null;
  videoRef: (video: HTMLVideoElement | null) => void;
  label: string;
  progress: number | null;
  children?: ReactNode;
}) {
  const { stream, videoRef } = props;
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [shape, setShape] = useState({ width: 4, height: 3 });
  useEffect(() => {
    if (video === null) return;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [video, stream]);
  useEffect(() => videoRef(video), [video, videoRef]);
  return (
    <div
      className="relative mx-auto max-h-[clamp(14rem,calc(100dvh-25rem),58dvh)] w-full overflow-hidden rounded-3xl bg-night"
      style={{ aspectRatio: `${shape.width} / ${shape.height}` }}
    >
      <video
        ref={setVideo}
        autoPlay
        muted
        playsInline
        aria-label={props.label}
        onResize={({ currentTarget: { videoWidth: width, videoHeight: height } }) =>
          width > 0 && setShape({ width, height })
        }
        className="absolute inset-0 size-full -scale-x-100 object-contain"
      />
      <Guide shape={shape} progress={props.progress} />
      <div className="absolute inset-x-0 bottom-0">{props.children}</div>
    </div>
  );
}

/** Drawn in the picture's own proportions, so that the oval keeps a face's shape on every camera. */
function Guide(props: { shape: { width: number; height: number }; progress: number | null }) {
  const { width, height } = props.shape;
  const side = Math.min(width, height) / 100;
  const centre = { cx: width / 2, cy: (height * OVAL.y) / 100 };
  const radii = { rx: OVAL.width * side, ry: OVAL.height * side };
  // From the top and round with the clock; an ellipse would start at its right.
  const half = `a ${radii.rx} ${radii.ry} 0 0 1 0`;
  const outline = `M ${centre.cx} ${centre.cy - radii.ry} ${half} ${2 * radii.ry} ${half} ${-2 * radii.ry}`;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      className="absolute inset-0 size-full"
    >
      <mask id="camera-oval">
        <rect width={width} height={height} fill="white" />
        <ellipse {...centre} {...radii} fill="black" />
      </mask>
      <rect width={width} height={height} mask="url(#camera-oval)" className="fill-night/55" />
      <ellipse
        {...centre}
        {...radii}
        fill="none"
        strokeWidth={side}
        className="stroke-on-night/80"
        strokeDasharray={props.progress === null ? `${2.5 * side} ${2 * side}` : undefined}
      />
      {props.progress !== null && (
        <path
          d={outline}
          fill="none"
          pathLength={1}
          strokeWidth={2.4 * side}
          strokeLinecap="round"
          strokeDasharray={`${props.progress} 1`}
          className="stroke-night-accent"
        />
      )}
    </svg>
  );
}
