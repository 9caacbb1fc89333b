import { ImagePlus, Star, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { type ApiProblem, problemFrom, selling } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ErrorNote, IconButton } from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";
import { shrinkPicture } from "./shrink-picture.ts";

export const picturesMaximum = 9;

/** A product's pictures: made smaller here, uploaded at once, the first one is the cover. */
export function PictureField(props: {
  pictures: readonly string[];
  onChange: (pictures: readonly string[]) => void;
}) {
  const t = useT();
  const { pictures, onChange } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const upload = useUpload(pictures, onChange);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t("seller.products.pictures")}</legend>
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4">
        {pictures.map((picture, index) => (
          <Picture
            key={picture}
            picture={picture}
            row={index + 1}
            onFirst={() => onChange([picture, ...pictures.filter((other) => other !== picture)])}
            onRemove={() => onChange(pictures.filter((other) => other !== picture))}
          />
        ))}
        {pictures.length < picturesMaximum && (
          <li>
            <button
              type="button"
              disabled={upload.busy}
              onClick={() => chooser.current?.click()}
              className="flex aspect-square w-full flex-col items-center justify-center gap-1 rounded-xl border border-dashed border-line-strong p-1 text-center text-sm text-muted hover:border-accent"
            >
              <ImagePlus aria-hidden className="size-6" />
              {upload.busy ? t("seller.products.pictureBusy") : t("seller.products.pictureAdd")}
            </button>
          </li>
        )}
      </ul>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        accept="image/jpeg,image/png,image/webp"
        onChange={(event) => {
          void upload.send([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <p className="text-sm text-muted">
        {t("seller.products.picturesHint", { most: picturesMaximum })}
      </p>
      {upload.fault !== null && (
        <p role="alert" className="text-sm text-danger">
          {upload.fault === "tooLarge"
            ? t("seller.products.pictureTooLarge")
            : t("seller.products.pictureUnreadable")}
        </p>
      )}
      {upload.problem !== null && <ErrorNote problem={upload.problem} />}
    </fieldset>
  );
}

function Picture(props: {
  picture: string;
  row: number;
  onFirst: () => void;
  onRemove: () => void;
}) {
  const t = useT();
  const { row } = props;
  return (
    <li className="flex flex-col items-center rounded-xl bg-sunken">
      <img
        src={props.picture}
        alt={t("seller.products.pictureAlt", { row })}
        className="aspect-square w-full rounded-xl object-cover"
      />
      <span className="flex">
        {row > 1 && (
          <IconButton label={t("seller.products.pictureFirst", { row })} onClick={props.onFirst}>
            <Star aria-hidden className="size-4" />
          </IconButton>
        )}
        <IconButton label={t("seller.products.pictureRemove", { row })} onClick={props.onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      </span>
    </li>
  );
}

function useUpload(pictures: readonly string[], onChange: (pictures: readonly string[]) => void) {
  const { sellerId } = useSeller();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<"unreadable" | "tooLarge" | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function send(files: readonly File[]) {
    setBusy(true);
    setFault(null);
    setProblem(null);
    const added: string[] = [];
    try {
      for (const file of files.slice(0, picturesMaximum - pictures.length)) {
        const shrunk = await shrinkPicture(file);
        if ("fault" in shrunk) setFault(shrunk.fault);
        else added.push((await selling.addPicture(sellerId, shrunk.base64)).url);
      }
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      onChange([...pictures, ...added.filter((url) => !pictures.includes(url))]);
      setBusy(false);
    }
  }

  return { send, busy, fault, problem };
}
