"""What a person or an operator reads of what is kept: sealed files, backups."""

from __future__ import annotations

from typing import Final

from core.sentences import Text

FILE_SEALED: Final[Text] = {
    "es": "Ese archivo está cifrado con una clave que no está configurada. Avisa a quien administra el bot: la clave con que se cifró debe volver a ENCRYPTION_KEYS.",
    "en": "That file is encrypted with a key that is not set. Please tell whoever runs the bot: the key that encrypted it must come back to ENCRYPTION_KEYS.",
}
STILL_SEALED: Final[Text] = {
    "es": "Lo que guardé de esa respuesta está cifrado con una clave que no está configurada. Avisa a quien administra el bot: la clave con que se cifró debe volver a ENCRYPTION_KEYS.",
    "en": "What I kept of that answer is encrypted with a key that is not set. Please tell whoever runs the bot: the key that encrypted it must come back to ENCRYPTION_KEYS.",
}
FILE_BROKEN: Final[Text] = {
    "es": "Ese archivo está dañado y no lo puedo abrir. Vuelve a hacer la pregunta para tener uno nuevo, y avisa a quien administra el bot.",
    "en": "That file is damaged and cannot be opened. Ask the question again to get a new one, and please tell whoever runs the bot.",
}
SEAL_BROKEN: Final[Text] = {
    "es": "Lo que guardé de esa respuesta está dañado y no lo puedo abrir. Vuelve a hacer la pregunta, y avisa a quien administra el bot.",
    "en": "What I kept of that answer is damaged and cannot be opened. Ask the question again, and please tell whoever runs the bot.",
}
NO_KEYS: Final[Text] = {
    "es": "ENCRYPTION_KEYS está vacía: no hay clave con qué cifrar. Haz una con `maintbot keys new`.",
    "en": "ENCRYPTION_KEYS is empty: there is no key to encrypt with. Make one with `maintbot keys new`.",
}
RESEALED: Final[Text] = {
    "es": "Todo está cifrado con la primera clave; se cifraron de nuevo {count}. Las demás claves ya no hacen falta.",
    "en": "Everything is encrypted with the first key; {count} were encrypted anew. The other keys are needed no more.",
}
NOT_ALL_RESEALED: Final[Text] = {
    "es": "Se cifraron de nuevo {count}; {lost} no se abren con ninguna de las claves y quedaron como estaban. Agrega su clave a ENCRYPTION_KEYS y repite.",
    "en": "{count} were encrypted anew; {lost} are opened by none of the keys and stay as they were. Add their key to ENCRYPTION_KEYS and repeat.",
}
STATE_NOT_THERE: Final[Text] = {
    "es": "No existe {file}. Revisa MAINTBOT_HOME y STATE_DATABASE_URL, y la carpeta desde la que ejecutas esto. No hice nada.",
    "en": "There is no {file}. Look at MAINTBOT_HOME and STATE_DATABASE_URL, and at the folder that you run this in. Nothing has been done.",
}
FILES_NOT_THERE: Final[Text] = {
    "es": "Las respuestas guardadas tienen {files} archivos y ninguno está en {folder}. Revisa CHAT_DOCS_DIR y la carpeta desde la que ejecutas esto. No hice nada.",
    "en": "The answers that are kept have {files} files, and none of them is in {folder}. Look at CHAT_DOCS_DIR, and at the folder that you run this in. Nothing has been done.",
}
FILES_UNREADABLE: Final[Text] = {
    "es": "No puedo leer los archivos de respuestas en {where} ({error}). Revisa CHAT_DOCS_DIR y los permisos. No hice nada.",
    "en": "The files of answers in {where} cannot be read ({error}). Look at CHAT_DOCS_DIR and its rights. Nothing has been done.",
}
FILES_MISSING: Final[Text] = {
    "es": "Archivos de respuestas que faltan en {where}: {missing} de {expected}; quien los pida leerá que ya no están.",
    "en": "Files of answers that are missing in {where}: {missing} of {expected}; whoever asks for them will read that they are gone.",
}
NOT_A_BACKUP: Final[Text] = {
    "es": "{file} no es un respaldo que yo pueda leer ({reason}). No cambié nada.",
    "en": "{file} is no backup that I can read ({reason}). Nothing has been changed.",
}
WOULD_OVERWRITE: Final[Text] = {
    "es": "Ya hay datos en {what}. No cambié nada; con --force se borran y quedan los del respaldo.",
    "en": "There is something in {what} already. Nothing has been changed; with --force it is erased and the backup takes its place.",
}
BACKUP_IS_THERE: Final[Text] = {
    "es": "{file} ya existe y no lo cambié. Dale otro nombre al respaldo.",
    "en": "{file} is there already and has not been changed. Give the backup another name.",
}
BACKUP_NOT_WRITTEN: Final[Text] = {
    "es": "No pude escribir el respaldo {file} ({error}). Revisa que exista la carpeta, los permisos y el espacio libre.",
    "en": "The backup {file} cannot be written ({error}). Look whether the folder is there, at its rights and the free space.",
}
NOT_RESTORED: Final[Text] = {
    "es": "No pude escribir {file} ({error}). Revisa los permisos y el espacio libre, y ejecuta `maintbot restore`: dice si algo quedó a medias.",
    "en": "{file} cannot be written ({error}). Look at its rights and the free space, and run `maintbot restore`: it says whether something was broken off.",
}
BACKED_UP: Final[Text] = {
    "es": "Respaldo escrito en {file}: el estado y los archivos de respuestas ({files}), {megabytes} MB.",
    "en": "Backup written to {file}: the state and the files of answers ({files}), {megabytes} MB.",
}
RESTORE_UNFINISHED: Final[Text] = {"es": "{do}", "en": "{do}"}
RESTORE_BROKEN_OFF: Final[Text] = {
    "es": "Una restauración quedó a medias ({where}). Ejecuta `maintbot restore`, sin archivo: la termina o la deshace y dice cuál de las dos.",
    "en": "A restore was broken off ({where}). Run `maintbot restore`, without a file: it finishes it or takes it back, and says which.",
}
RESTORE_UNDER_WAY: Final[Text] = {
    "es": "Hay una restauración en curso ({where}). Espera a que termine.",
    "en": "A restore is under way ({where}). Wait until it has ended.",
}
RESTORE_OF_ANOTHER: Final[Text] = {
    "es": "la restauración que quedó a medias es de otro lugar: su estado es {state} y sus archivos van en {location}; ejecuta `maintbot restore` con esos STATE_DATABASE_URL y CHAT_DOCS_DIR",
    "en": "the restore that was broken off is of another place: its state is {state} and its files go to {location}; run `maintbot restore` with those STATE_DATABASE_URL and CHAT_DOCS_DIR",
}
RESTORE_FINISHED: Final[Text] = {
    "es": "Terminé la restauración de {archive} ({made_at}) que había quedado a medias.",
    "en": "Finished the restore of {archive} ({made_at}) that had been broken off.",
}
RESTORE_TAKEN_BACK: Final[Text] = {
    "es": "La restauración de {archive} ({made_at}) no había llegado a cambiar el estado; la deshice y todo está como antes. Repítela si la quieres.",
    "en": "The restore of {archive} ({made_at}) had not come to change the state; it has been taken back and all is as before. Repeat it if you want it.",
}
RESTORE_WHAT: Final[Text] = {
    "es": "Ninguna restauración quedó a medias. Di qué respaldo: maintbot restore ARCHIVO.",
    "en": "No restore was broken off. Say which backup: maintbot restore FILE.",
}
DAMAGED_ASIDE: Final[Text] = {
    "es": "La base de estado que estaba dañada quedó en {file}; bórrala cuando ya no la necesites.",
    "en": "The state database that was damaged is in {file}; remove it when you need it no more.",
}
RESTORED: Final[Text] = {
    "es": "Restauré el respaldo del {made_at}: renglones del estado, {rows}; archivos de respuestas, {files}.",
    "en": "Restored the backup of {made_at}: rows of the state, {rows}; files of answers, {files}.",
}
