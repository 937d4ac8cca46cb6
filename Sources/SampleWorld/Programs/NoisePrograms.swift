/// Programs about strings, files, queues and pages.
enum NoisePrograms {
  static let words = [
    "item", "record", "token", "line", "user", "event", "node", "path", "entry", "packet", "frame",
    "label", "field", "chunk", "query", "order", "ticket", "image", "song", "message",
  ]

  static let voices = Voices(
    """
    @verb: clean|strip|normalise
    def $verb_$w(text):
        «"Remove blanks and lower the case."|# blanks and case»
        text = text.strip().lower()
        return " ".join(text.split())


    def test_blanks():
        assert $verb_$w("  A  B ") == "a b"
    %%
    class $cwStore:
        \"\"\"Keeps every $w once, in the order of arrival.\"\"\"

        def __init__(self):
            self._seen = {}

        def add(self, $w):
            self._seen.setdefault($w, len(self._seen))

        def __iter__(self):
            return iter(self._seen)
    %%
    SELECT $w.name, count(*) AS total
    FROM $w JOIN $v_link ON $w.id = $v_link.$w_id
    WHERE $w.created > date('now', '-$n days')
    GROUP BY $w.name
    HAVING count(*) > 1
    ORDER BY total DESC;
    %%
    try:
        with open("$w.txt") as source:
            lines = source.readlines()
    except FileNotFoundError:
        log.warning("no $w file, starting empty")
        lines = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            log.debug("line %d is blank", number)
    %%
    /// A queue of «$ws|waiting $ws» that forgets the oldest when it is full.
    struct $cwQueue<Element> {
      private var elements: [Element] = []
      let capacity: Int

      mutating func append(_ $w: Element) {
        if elements.count == capacity { elements.removeFirst() }
        elements.append($w)
      }
    }
    %%
    static struct $w *head;

    void push_$w(struct $w *item) {
        item->next = head;
        head = item;
    }

    void free_all(void) {
        while (head) {
            struct $w *next = head->next;
            free(head);
            head = next;
        }
    }
    %%
    server {
      listen 80$n;
      server_name $w.example.org;
      location / { root /srv/$w; }
      location /api { proxy_pass http://$v:$m; }
    }
    %%
    #!/bin/sh
    # archive every $w older than a month
    set -eu
    mkdir -p old
    find . -name "*.$w" -mtime +30 | while read -r f; do
      gzip "$f"
      mv "$f.gz" old/
    done
    echo done
    %%
    $ git log --oneline -4
    $m«a|b|c»f1 rename $w to $v
    $m«0|1|2»e9 test the empty $w
    $m«d|e|f»77 «read|write» each $v only once
    $m«3|4|5»bc first version
    %%
    {-# LANGUAGE LambdaCase #-}
    data $cw = Empty | Full String deriving (Eq, Show)

    describe :: $cw -> String
    describe = \\case
      Empty -> "no $w"
      Full name -> "the $w " ++ name
    %%
    function debounce(callback, wait) {
      let timer;
      return (...args) => {
        clearTimeout(timer);
        timer = setTimeout(() => callback(...args), wait);
      };
    }
    input.addEventListener("input", debounce(send_$w, $m));
    %%
    use std::collections::HashMap;

    pub fn count_$ws(text: &str) -> HashMap<&str, usize> {
        let mut counts = HashMap::new();
        for $w in text.split_whitespace() {
            *counts.entry($w).or_insert(0) += 1;
        }
        counts
    }
    %%
    Makefile
    all: $w.o $v.o
    	cc -o app $w.o $v.o
    %.o: %.c
    	cc -O2 -Wall -c $<
    clean:
    	rm -f app *.o
    .PHONY: all clean
    %%
    «name|title»: $w service
    «on|when»: push
    jobs:
      test:
        runs-on: linux
        steps:
          - uses: checkout
          - run: make test
          - run: make lint
    %%
    # $w/README
    Reads each $v from the queue and writes a $w.

        pip install $w
        $w --input $v.json --workers $n

    Known trouble: with more than one worker the order of the output is not kept. Patches welcome, ask $who first.
    %%
    Traceback (most recent call last):
      File "$w.py", line $n, in <module>
        main()
      File "$w.py", line $m, in main
        print($v["name"])
    KeyError: 'name'
    # $who: the old files call it "title"
    %%
    .$w {
      display: grid;
      gap: 1rem;
      border: 1px solid #$m;
    }
    .$w:hover .$v { text-decoration: underline; }
    @media (max-width: $mpx) {
      .$w { display: block; }
    }
    %%
    package $w

    // Cache holds $ws until they are asked for.
    type Cache struct {
        mu   sync.Mutex
        data map[string][]byte
    }

    func (c *Cache) Get(key string) ([]byte, bool) {
        c.mu.Lock()
        defer c.mu.Unlock()
        value, ok := c.data[key]
        return value, ok
    }
    %%
    @Test
    public void emptyListHasNo$cw() {
        List<$cw> list = new ArrayList<>();
        assertTrue(list.isEmpty());
        list.add(new $cw("$v"));
        assertEquals("$v", list.get(0).name());
    }
    %%
    <form action="/$w" method="post">
      <label for="$v">$v</label>
      <input id="$v" name="$v" required>
      <button>Send</button>
    </form>
    <!-- $who: the server checks it again -->
    %%
    # review of !$n
    > if $w == None:
    Use `is None` here. And the function does two things, reading the $v and printing it; could they be apart?
    -- $who
    > done, and added a test for the missing $v
    %%
    CREATE TABLE $w (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      $v_id INTEGER REFERENCES $v(id)
    );
    CREATE INDEX $w_by_$v ON $w ($v_id);
    -- migration by $who: run once
    %%
    local $w = {}
    $w.__index = $w

    function $w.new(name)
      return setmetatable({ name = name, open = true }, $w)
    end

    function $w:close()
      self.open = false
    end
    """)
}
