extension ReportDocument {
  /// The look of the page, light or dark as the reader's system is: fonts that are there anyway.
  static let style = """
    :root{--page:#fcfbf8;--ink:#1e1d1b;--faint:#68645d;--rule:#e0dcd3;--tint:#f3f0e9;--accent:#a83c0b;\
    --serif:Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Georgia,"Liberation Serif",serif;\
    --sans:-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",system-ui,sans-serif}
    @media(prefers-color-scheme:dark){:root{--page:#15171a;--ink:#e9e6e0;--faint:#a39f97;\
    --rule:#35383d;--tint:#1f2226;--accent:#fb9a5c}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth}
    body{margin:0;background:var(--page);color:var(--ink);font:17px/1.55 var(--serif);\
    -webkit-text-size-adjust:100%}
    main{padding:24px 20px 64px;max-width:1080px;margin:0 auto}
    h1,h2{font-weight:600;line-height:1.2;text-wrap:balance}
    h1{font-size:2.1rem;margin:.4rem 0 .5rem;letter-spacing:-.01em}
    h2{font-size:1.45rem;margin:0 0 .7rem}
    h3{font:600 .72rem/1.3 var(--sans);letter-spacing:.06em;text-transform:uppercase;\
    color:var(--accent);margin:0 0 .25rem}
    p{max-width:66ch;margin:.5rem 0}
    a{color:inherit}
    .subtitle{color:var(--faint);font-size:1.05rem}
    section{border-top:1px solid var(--rule);margin-top:2.6rem;padding-top:1.6rem}
    .lead{font-size:1.12rem;line-height:1.45}
    .note,figcaption,summary,aside,nav,table{font-family:var(--sans)}
    .note{color:var(--faint);font-size:.82rem}
    aside{border-left:3px solid var(--accent);padding:.1rem 0 .1rem 14px;margin:1rem 0;\
    font-size:.82rem;line-height:1.5;color:var(--faint);max-width:70ch}
    aside p{margin:0 0 .8rem}
    aside p:last-child{margin-bottom:0}
    nav{font-size:.85rem;padding:14px 20px 0;max-width:1080px;margin:0 auto}
    nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px}
    nav a{color:var(--faint);text-decoration:none}
    nav a:hover{color:var(--accent);text-decoration:underline}
    .figures{display:grid;gap:28px;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));\
    align-items:start;margin:1.4rem 0}
    figure{margin:0;max-width:440px}
    figure svg{display:block;width:100%;height:auto}
    figcaption{font-size:.85rem;font-weight:600;margin-bottom:.6rem}
    .table{overflow-x:auto;margin:1.2rem 0}
    table{border-collapse:collapse;font-size:.85rem;line-height:1.4;font-variant-numeric:tabular-nums}
    th,td{padding:.38rem .95rem .38rem 0;border-bottom:1px solid var(--rule);text-align:left;\
    vertical-align:baseline;font-weight:400}
    th:last-child,td:last-child{padding-right:0}
    thead th{color:var(--faint);font-size:.78rem;vertical-align:bottom;border-bottom:1.5px solid var(--faint)}
    tbody tr:hover{background:var(--tint)}
    td{white-space:nowrap}
    .n{text-align:right}
    small{color:var(--faint);font-size:.85em}
    .faint{color:var(--faint);font-style:italic}
    details{margin:.3rem 0;border-bottom:1px solid var(--rule)}
    summary{cursor:pointer;padding:.55rem 0;font-size:.9rem}
    summary:hover{color:var(--accent)}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--tint);padding:.8rem 1rem;\
    max-width:80ch;font:.82rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;\
    border-radius:6px;margin:.6rem 0 1rem}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    @media(max-width:640px){body{font-size:16px}main{padding:16px 16px 48px}nav{padding:12px 16px 0}\
    h1{font-size:1.7rem}h2{font-size:1.25rem}.spare{display:none}small{display:block}\
    table{font-size:.8rem;width:100%}th,td{padding-right:.7rem}td{white-space:normal}}
    @media(min-width:1000px){section{display:grid;grid-template-columns:minmax(0,1fr) 260px;column-gap:48px}\
    section>*{grid-column:1;min-width:0}section>h2{grid-column:1/-1}\
    section>aside{grid-column:2;grid-row:2/span 60;align-self:start;margin:.4rem 0}\
    section:not(:has(>aside))>*{grid-column:1/-1}}
    @media(min-width:1300px){body{display:grid;grid-template-columns:210px minmax(0,1fr)}\
    nav{padding:64px 0 0 32px;position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto}\
    nav ol{flex-direction:column;gap:9px}main{padding:40px 48px 80px;margin:0;max-width:1160px}}
    @media print{nav{display:none}section{break-inside:auto}figure,tr{break-inside:avoid}}
    """
}
