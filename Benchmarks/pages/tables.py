"""What was measured, as JSON and as tables."""

import json

from browse import PAGE_BYTES_MAXIMUM


def rows_of(pages):
    """The rows of the table on a terminal and in Markdown."""
    return [
        f"| `{row['page']}` | {row['as']} | {row['median_ms']:.1f} | {row['greatest_ms']:.1f} "
        f"| {row['bytes']:,} |"
        for row in pages
    ]


def reports(rows, chinese):
    """How long yearly reports took to publish."""
    told = []
    for row in rows:
        needs = "*" if row["needs"] is None else f"{row['needs']:,}"
        if chinese:
            told.append(
                f"发布 {row['region']} 年度发展报告：{row['seconds']:.1f} 秒，{needs} 笔需求，"
                f"{row['counts']:,} 个数字中不公布 {row['held_back']:,} 个。"
            )
        else:
            told.append(
                f"Publishing the report of {row['region']}: {row['seconds']:.1f} s, {needs} needs, "
                f"{row['held_back']:,} of {row['counts']:,} counts held back."
            )
    return told


def show(pages):
    """The table alone."""
    print("| page | as | median ms | greatest ms | bytes |\n|---|---|---:|---:|---:|")
    print("\n".join(rows_of(pages)))


def write(outcome, path):
    """All of it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(outcome, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def publish(outcome, directory):
    """The tables of both languages beside the JSON."""
    write(outcome, directory / "pages.json")
    (directory / "pages.md").write_text(markdown(outcome, False), encoding="utf-8")
    (directory / "pages.zh-CN.md").write_text(markdown(outcome, True), encoding="utf-8")


def markdown(outcome, chinese):
    data, machine = outcome["data"], outcome["machine"]
    scans = ", ".join(sorted(outcome["sequential_scans"]))
    if chinese:
        head = (
            f"`{outcome['command']}`：{data['needs']:,} 笔需求、{data['enterprises']:,} 家企业、"
            f"{data['offers']:,} 笔推介、{data['institutions']} 家机构、"
            f"{data['products']:,} 个产品、{data['listing_cases']:,} 个挂牌进程"
            f"（{machine['cpu']}，{machine['cores']} 核）。每页 {outcome['rounds']} 次，"
            f"从请求到最后一个字节；每页须小于 {PAGE_BYTES_MAXIMUM:,} 字节。"
        )
        told = f"被全表扫描的大表：{scans}。" if scans else "测量期间没有大表被全表扫描。"
        columns = "| 页面 | 身份 | 中位毫秒 | 最大毫秒 | 字节 |"
    else:
        head = (
            f"`{outcome['command']}`: {data['needs']:,} needs of {data['enterprises']:,} "
            f"enterprises, {data['offers']:,} offers to {data['institutions']} institutions, "
            f"{data['products']:,} products, {data['listing_cases']:,} listing cases "
            f"({machine['cpu']}, {machine['cores']} cores). Each page {outcome['rounds']} times, "
            f"from the request to the last byte; all are to stay under {PAGE_BYTES_MAXIMUM:,} "
            "bytes."
        )
        told = (
            f"Large tables that were read from end to end: {scans}."
            if scans
            else "No large table was read from end to end meanwhile."
        )
        columns = "| page | as | median ms | greatest ms | bytes |"
    lines = [head, "", columns, "|---|---|---:|---:|---:|", *rows_of(outcome["pages"]), "", told]
    lines += [line for told in reports(outcome["reports"], chinese) for line in ("", told)]
    return "\n".join(lines) + "\n"
