"""Sentences of headlines, and what stands beneath them. ``**`` marks what is bold: the answer and nothing else."""

from __future__ import annotations

from core.sentences import Text

# ---- beneath the headline ----
PERIOD_BY: Text = {"es": "{days}, por {label}", "en": "{days}, by {label}"}
USUAL_PERIOD: Text = {"es": "{usual}, a falta de otro periodo: {days}", "en": "{usual}, as no period was named: {days}"}
AGAINST: Text = {"es": "contra {days}", "en": "against {days}"}
SHIFT_OF_TECHNICIAN: Text = {"es": "el turno es el del técnico", "en": "shift is the technician's"}
TIES: Text = {"es": "empate en el {place} lugar: se muestran {count}", "en": "tie for {place} place: {count} are shown"}
FIRST_OF: Text = {"es": "{count} {first}", "en": "top {count}"}
TODAY_UP_TO: Text = {"es": "hoy cuenta hasta las {time}", "en": "today counts up to {time}"}
NOT_KNOWN: Text = {"es": "sin dato: {names}", "en": "no value: {names}"}

# ---- counts and lists ----
THERE_ARE: Text = {"es": "{verb} **{phrase}**{when}{tail}.", "en": "{verb} **{phrase}**{when}{tail}."}
NOMINAL: Text = {"es": "**{phrase}**{when}{tail}.", "en": "**{phrase}**{when}{tail}."}
MORE_THAN: Text = {"es": "más de {count}", "en": "more than {count}"}
YES: Text = {"es": "**Sí, {phrase}**{when}{tail}.", "en": "**Yes, {phrase}**{when}{tail}."}
SO_MANY: Text = {"es": "**Sí, hay {value}** de {name}.", "en": "**Yes, {value}** of {name}."}
NONE_LEFT: Text = {"es": "**No hay {name}** ({label}: {value}).", "en": "**There is no {name}** ({label}: {value})."}
NO_NONE: Text = {"es": "**No, {none}**: {sentence}.", "en": "**No, none**: {sentence}."}
ALREADY: Text = {"es": "; {count} de {them} ya {are}", "en": "; {count} of them {are} already {label}"}
ALL_ALREADY: Text = {"es": "; ya {are}", "en": "; already {label}"}
NO_SUCH: Text = {"es": "**No hay nada que mostrar**.", "en": "**There is nothing to show**."}
ROWS: Text = {"es": "**{count}**.", "en": "**{count}**."}

THE_ONE_IS: Text = {"es": "**{the} {one} {predicate}**{when}.", "en": "**{one} {predicate}**{when}."}
YES_IT_IS: Text = {
    "es": "**Sí, {the} {one} {predicate}**{when}.",
    "en": "**Yes, {one} {predicate}**{when}.",
}
NO_IT_IS_NOT: Text = {
    "es": "**No, {the} {one} {predicate}**{when}.",
    "en": "**No, {one} {predicate}**{when}.",
}

# ---- superlatives ----
THE_MOST: Text = {"es": "{the} {row}{when} es **{name}**{detail}.", "en": "The {row}{when} is **{name}**{detail}."}
THE_MOST_TIED: Text = {
    "es": "Empatan **{names}** como {the} {row}{when}{detail}.",
    "en": "**{names}** tie as the {row}{when}{detail}.",
}
THE_MOST_ONE: Text = {"es": "{the} {row}{when}: **{name}**{detail}.", "en": "The {row}{when}: **{name}**{detail}."}
THE_MOST_MANY: Text = {
    "es": "{the} {row}{when}: **{name}**, {others}{rest}.",
    "en": "The {row}{when}: **{name}**, {others}{rest}.",
}

# ---- one row ----
ONE_FIELD: Text = {"es": "{label} de {name}: **{value}**{detail}.", "en": "{label} of {name}: **{value}**{detail}."}
ONE_FIELD_NONE: Text = {"es": "{name} **no tiene {label}**.", "en": "{name} **has no {label}**."}
SINCE: Text = {"es": "{rows}**{stretches}**.", "en": "{rows}**{stretches}**."}
SINCE_ONE: Text = {"es": "{name}, desde el {day} a las {time}", "en": "{name}, since {day} at {time}"}
AGED: Text = {"es": "**{name}: {age}** {between}.", "en": "**{name}: {age}** {between}."}
ONE_ROW: Text = {"es": "{name}: **{values}**.", "en": "{name}: **{values}**."}
EVENT: Text = {"es": "{the} {row}{when} fue el **{day}**{detail}.", "en": "The {row}{when} was on **{day}**{detail}."}
EVENTS: Text = {"es": "{the} {row}{when}: **{first}**{others}.", "en": "The {row}{when}: **{first}**{others}."}

# ---- measures ----
KPI: Text = {"es": "**{label}{scope}: {value}**{when}{parts}.", "en": "**{label}{scope}: {value}**{when}{parts}."}
AMOUNT: Text = {"es": "**{amount}**{scope}{when}.", "en": "**{amount}**{scope}{when}."}
WHOLE_AND_PARTS: Text = {"es": "**{amount}**{when}; {parts}.", "en": "**{amount}**{when}; {parts}."}
OF_THEM: Text = {"es": "{count} de {them} {predicate}", "en": "{count} of {them} {predicate}"}
NONE_OF: dict[str, Text] = {"m": {"es": "ninguno", "en": "none"}, "f": {"es": "ninguna", "en": "none"}}
NO_VALUE: Text = {
    "es": "**No hay dato de {label}**{scope}{when}{why}.",
    "en": "**There is no value for {label}**{scope}{when}{why}.",
}
NOTHING_TO_MEASURE: Text = {"es": ": nada de donde calcularlo", "en": ": nothing to compute it from"}
NONE_OF_IT: Text = {"es": "**No hay {label}**{scope}{when}.", "en": "**There are no {label}**{scope}{when}."}
NOT_FOUND: Text = {"es": "No encontré **{name}**.", "en": "I did not find **{name}**."}
NEWEST_OF_EACH: Text = {
    "es": "{newest}: **{things}**, entre {rows}{when}.",
    "en": "{newest}: **{things}**, among {rows}{when}.",
}
SPREAD: Text = {
    "es": "{label} de {rows}{when}: **la mitad está entre {low} y {high}**; la mediana es {median}, de {least} a {most}.",
    "en": "{label} of {rows}{when}: **half lie between {low} and {high}**; the median is {median}, from {least} to {most}.",
}
SHARE: Text = {
    "es": "**El {share} de {rows}{when} {said}** ({part} de {total}).",
    "en": "**{share} of {rows}{when} {said}** ({part} of {total}).",
}
SHARE_OF_SUM: Text = {
    "es": "**El {share} {whole}{scope}{when} es de {rows}** ({part} de {total}).",
    "en": "**{share} {whole}{scope}{when} is from {rows}** ({part} of {total}).",
}
SHARE_OF_NOTHING: Text = {
    "es": "**No hay {rows}**{when}, así que no hay porcentaje.",
    "en": "**There are no {rows}**{when}, so there is no percentage.",
}
PLACE: Text = {
    "es": "Lugar {place} de {groups} por {measure}{way}{when}: **{leader}**.",
    "en": "Number {place} of {groups} by {measure}{way}{when}: **{leader}**.",
}
PLACES: Text = {
    "es": "Lugares {first} a {last} de {groups} por {measure}{when}: **{leader}**{others}.",
    "en": "Places {first} to {last} of {groups} by {measure}{when}: **{leader}**{others}.",
}
OF_EACH: Text = {
    "es": "{who} con {end} de cada {each}{when}: **{leader}**{others}.",
    "en": "The {who} with the {end} of each {each}{when}: **{leader}**{others}.",
}
AVERAGE_OF: Text = {
    "es": "**{label}{scope}: {value}** en promedio{when}{parts}.",
    "en": "**{label}{scope}: {value}** on average{when}{parts}.",
}
AVERAGE_PARTS: Text = {"es": " ({total} entre {count} {units})", "en": " ({total} over {count} {units})"}
RATIO: Text = {
    "es": "**{label}{scope}: {value}**{when} ({parts}).",
    "en": "**{label}{scope}: {value}**{when} ({parts}).",
}
AVERAGE_PER: Text = {
    "es": "**{value} {rows} por {per}** en promedio{when}.",
    "en": "**{value} {rows} per {per}** on average{when}.",
}

# ---- breakdowns ----
PARTS: Text = {"es": "**{total}**{when}: {parts}.", "en": "**{total}**{when}: {parts}."}
ALL_IN_ONE: Text = {"es": "**{total}**{when}, {all} {part}.", "en": "**{total}**{when}, all {part}."}
TOTAL_AND_TOP: Text = {
    "es": "**{total}**{when}; {top}{others}{aside}.",
    "en": "**{total}**{when}; {top}{others}{aside}.",
}
HAS_MOST: Text = {
    "es": "{the} {label} con más es {name} ({value}{share})",
    "en": "{name} has the most ({value}{share})",
}
HAS_LEAST: Text = {
    "es": "{the} {label} con menos es {name} ({value}{share})",
    "en": "{name} has the {fewest} ({value}{share})",
}
LEAST_TIED: Text = {"es": "con menos, {name} ({value})", "en": "the {fewest}: {name} ({value} each)"}
MOST_COMMON: Text = {
    "es": "{the} {label} más frecuente es {name} ({value}{share})",
    "en": "the most common {label} is {name} ({value}{share})",
}
MOST_OF_IT: Text = {"es": "en primer lugar, {name} ({value}{share})", "en": "led by {name} ({value}{share})"}
TIED_TOP: Text = {
    "es": "{names} empatan en primer lugar ({value})",
    "en": "{names} tie for first place ({value} each)",
}
EVEN: Text = {
    "es": "**{total}**{when}, repartid{o}s por igual entre {count} {groups} ({value} cada un{a}).",
    "en": "**{total}**{when}, spread evenly over {count} {groups} ({value} each).",
}
PERCENT_OF: Text = {"es": ", el {share}", "en": ", {share}"}
THEN: Text = {"es": ", luego {others}", "en": ", then {others}"}
ASIDE: Text = {"es": "; aparte, {count} {label}", "en": "; besides, {count} {label}"}
ASIDE_LEVEL: Text = {"es": "; aparte, {label} ({value})", "en": "; besides, {label} ({value})"}
HIGHEST: Text = {
    "es": "{the} {label} más {end}{when} {be} {the_one} de **{name} ({value})**{others}{other_end}.",
    "en": "The {end} {label}{when} is that of **{name} ({value})**{others}{other_end}.",
}
HIGHEST_OF_ENDS: Text = {
    "es": "{label}{when}: {the} más {end} {be} {the_one} de **{name} ({value})**{others}{other_end}.",
    "en": "{label}{when}: the {end} is that of **{name} ({value})**{others}{other_end}.",
}
"""Of what is an end itself, the largest value of each."""
OTHER_END: Text = {
    "es": "; {the} más {end}, {the_one} de {name} ({value})",
    "en": "; the {end}, that of {name} ({value})",
}
DIFFERING: Text = {
    "es": "**{count} {groups} {have} {more} {one} que {other}**{when}: {names}.",
    "en": "**{count} {groups} {have} {more} {one} than {other}**{when}: {names}.",
}
MOST_ON_AVERAGE: Text = {
    "es": "Donde hay más {label}{when}: **{name} ({value})**{others}{lowest}.",
    "en": "Most {label}{when}: **{name} ({value})**{others}{lowest}.",
}
LEAST_ON_AVERAGE: Text = {"es": "; donde menos, {name} ({value})", "en": "; {fewest}, {name} ({value})"}
HAVING: Text = {
    "es": "**{count} {groups} {have} {amount}**{when}{names}.",
    "en": "**{count} {groups} {have} {amount}**{when}{names}.",
}
NONE_HAVING: Text = {
    "es": "**No hay {groups} con {amount}**{when}.",
    "en": "**There are no {groups} with {amount}**{when}.",
}
PEAK: Text = {"es": "el máximo, en {bucket} ({value})", "en": "the most in {bucket} ({value})"}
ONLY_ONE: Text = {"es": "{label} de **{name}: {value}**{when}.", "en": "{label} of **{name}: {value}**{when}."}
FIRST_IN_BOTH: Text = {
    "es": "**{name} va primero en {measures}**{when}.",
    "en": "**{name} comes first in {measures}**{when}.",
}
FIRST_IN_EACH: Text = {"es": "**{firsts}**{when}.", "en": "**{firsts}**{when}."}
FIRST_IN: Text = {
    "es": "{name} va primero en {measure} ({value})",
    "en": "{name} comes first in {measure} ({value})",
}
FIRST_IN_OTHER: Text = {"es": "{name} en {measure} ({value})", "en": "{name} in {measure} ({value})"}
PAIR_TOP: Text = {"es": "**{total}**{when}; {top}: {parts}.", "en": "**{total}**{when}; {top}: {parts}."}
PAIR_HIGHEST: Text = {
    "es": "{the} {label} más {high}{when} es {that} de **{name} ({value})**.",
    "en": "The highest {label}{when} is that of **{name} ({value})**.",
}
BY_TOTAL: Text = {"es": "{parts}.", "en": "{parts}."}

# ---- rankings ----
RANK_VERB: Text = {
    "es": "**{who} que más {verb}{when} es {name} ({value})**{others}.",
    "en": "**The {who} that {verb} most{when} is {name} ({value})**{others}.",
}
RANK_ADJECTIVE: Text = {
    "es": "**{who} {end} {word}{when} es {name} ({value})**{others}.",
    "en": "**The {end} {word} {who}{when} is {name} ({value})**{others}.",
}
RANK: Text = {
    "es": "**{who} con {end} {measure}{when} es {name} ({value})**{others}.",
    "en": "**The {who} with the {end} {measure}{when} is {name} ({value})**{others}.",
}
RANK_TIED: Text = {
    "es": "**{names} empatan con {end} {measure} ({value})**{when}{others}.",
    "en": "**{names} tie with the {end} {measure} ({value} each)**{when}{others}.",
}
RANK_MANY_TIED: Text = {
    "es": "**{count} {groups} empatan con {end} {measure} ({value})**{when}: {names}.",
    "en": "**{count} {groups} tie with the {end} {measure} ({value} each)**{when}: {names}.",
}

# ---- two periods ----
COMPARED: Text = {
    "es": "**{value} {now}, {change}** que {before} ({earlier}).",
    "en": "**{value} {now}, {change}** than {before} ({earlier}).",
}
COMPARED_SAME: Text = {"es": "**{value} {now}**, igual que {before}.", "en": "**{value} {now}**, the same as {before}."}
COMPARED_FROM_ZERO: Text = {
    "es": "**{value} {now}**; {before}, {earlier}.",
    "en": "**{value} {now}**; {earlier} {before}.",
}
SAME_DAY: Text = {"es": "en el mismo día de {whole}", "en": "on the same day of {whole}"}
SAME_DAYS: Text = {"es": "en los mismos días de {whole}", "en": "in the same days of {whole}"}
COMPARED_GROUPS: Text = {
    "es": "{total} {mover}.",
    "en": "{total} {mover}.",
}
MOVER: Text = {
    "es": "El mayor cambio es de {name}: de {earlier} a {value}",
    "en": "The largest change is that of {name}: from {earlier} to {value}",
}
MORE: Text = {"es": "{change} más", "en": "{change} more"}
LESS: Text = {"es": "{change} menos", "en": "{change} less"}
FEWER: Text = {"es": "{change} menos", "en": "{change} fewer"}
HIGHER_BY: Text = {"es": "{change} más", "en": "{change} higher"}
LOWER_BY: Text = {"es": "{change} menos", "en": "{change} lower"}
ONE_POINT: Text = {"es": "{number} punto", "en": "{number} point"}
POINTS: Text = {"es": "{number} puntos", "en": "{number} points"}

# ---- series ----
TREND: Text = {
    "es": "**{subject} {moved} {change}** {when}: {value} contra {baseline} {of}{extremes}.",
    "en": "**{subject} {moved} {change}** {when}: {value} against {baseline} {of}{extremes}.",
}
STEADY: Text = {
    "es": "**{subject} {moved}** {when}: {value} contra {baseline} {of}{extremes}.",
    "en": "**{subject} {moved}** {when}: {value} against {baseline} {of}{extremes}.",
}
TREND_BESIDE: Text = {"es": "{label}: {value} contra {baseline}", "en": "{label}: {value} against {baseline}"}
FROM_NOTHING: Text = {
    "es": "**{value} {when}**, después de {count} {buckets} en cero.",
    "en": "**{value} {when}**, after {count} {buckets} at zero.",
}
SHORT_SERIES: Text = {"es": "**{total}**{period}: {parts}.", "en": "**{total}**{period}: {parts}."}
SERIES_PEAK: Text = {"es": "**{total}**{period}; {extremes}.", "en": "**{total}**{period}; {extremes}."}
MEAN_OF: Text = {"es": "en promedio {buckets}", "en": "on average {buckets}"}
PREVIOUS: Text = {"es": "en {bucket}", "en": "in {bucket}"}
EXTREMES: Text = {
    "es": "{the} {bucket} más {high} fue {highest} ({high_value}) y {the} más {low}, {lowest} ({low_value})",
    "en": "the highest {bucket} was {highest} ({high_value}) and the lowest {lowest} ({low_value})",
}
RECORD: Text = {
    "es": "{name}, que aún no termina, ya es {the} más {high} ({value})",
    "en": "{name}, which is not over, is already the highest ({value})",
}
EXTREME_HIGH: Text = {
    "es": "{the} {bucket} más {high} fue {highest} ({high_value})",
    "en": "the highest {bucket} was {highest} ({high_value})",
}
EXTREME_LOW: Text = {
    "es": "{the} {bucket} más {low} fue {lowest} ({low_value})",
    "en": "the lowest {bucket} was {lowest} ({low_value})",
}
