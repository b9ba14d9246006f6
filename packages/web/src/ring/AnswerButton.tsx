import type { ReactNode } from 'react';

const looks = {
  decline: 'bg-hangup group-hover:bg-hangup-strong',
  voice: 'bg-white/18 group-hover:bg-white/28',
  accept: 'bg-answer group-hover:bg-answer-strong',
} as const;

interface AnswerButtonProps {
  label: string;
  icon: ReactNode;
  look: keyof typeof looks;
  onClick: () => void;
}

/** A big round button with its name below, as on a telephone. */
export function AnswerButton({ label, icon, look, onClick }: AnswerButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="group flex min-w-20 flex-1 flex-col items-center gap-2 rounded-2xl py-1 text-sm font-medium text-white focus-visible:outline-white"
    >
      <span
        className={`grid size-16 place-items-center rounded-full transition-colors sm:size-13 [&_svg]:size-7 sm:[&_svg]:size-6 ${looks[look]}`}
      >
        {icon}
      </span>
      {label}
    </button>
  );
}
