/// Programs about strings, files and lists.
enum NoisePrograms {
  static let words = [
    "item", "record", "token", "line", "user", "event", "node", "path", "entry", "packet", "frame",
    "label", "field", "chunk", "query", "order", "ticket", "image", "song", "message",
  ]

  static let voices = Voices(
    """
    def «clean|strip|normalise»_$w(text):
        «"Remove blanks and lower the case."|# blanks and case»
        return text.strip().lower()
    %%
    for $w in sorted($v_list, key=len):
        print($w)
    %%
    $ ls «logs|data|build»
    $w.txt  $v.txt
    $ wc -l $w.txt
    $m $w.txt
    %%
    class $wStore:
        def __init__(self):
            self.$ws = []

        def add(self, $w):
            self.$ws.append($w)
    %%
    const $ws = $vs.filter($w => $w.«active|visible|ready»).map($w => $w.name);
    %%
    SELECT $w, count(*) FROM $vs GROUP BY $w «ORDER BY 2 DESC|HAVING count(*) > $n» LIMIT $n;
    %%
    try:
        open_$w()
    except FileNotFoundError:
        log.warning("no $w at line $m")
    %%
    if (!$w) { return «null|[]|undefined»; }
    «queue|stack|cache».push($w);
    %%
    extension «Array|String|Dictionary» {
      /// The first $w, if there is one.
      var $w: Element? { first }
    }
    %%
    #define MAX_«ITEMS|LINES|NODES» $m
    static struct $w *«head|list|pool»;
    void free_$w(struct $w *p) { free(p->$v); free(p); }
    %%
    git commit -m "«rename|remove|fix|cache» $w in $v" && git push
    %%
    server {
      listen $m;
      location /$w { proxy_pass http://$v; }
    }
    %%
    while read $w; do
      echo "$v: $w" >> «out|report|summary».txt
    done < $w.list
    """)
}
