// peer: three endpoints of the service, on its tables; see bench/README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	mostCounted = 10_000
	perPage     = 20
)

var statuses = map[string]bool{"saved": true, "submitted": true, "reviewed": true, "approved": true, "rejected": true}

type peer struct {
	pool               *pgxpool.Pool
	person             int64
	read, list, create string
}

type answer struct {
	Success    bool              `json:"success"`
	Message    string            `json:"message,omitempty"`
	Data       any               `json:"data,omitempty"`
	Pagination *pagination       `json:"pagination,omitempty"`
	Errors     map[string]string `json:"errors,omitempty"`
}

type pagination struct {
	Page         int   `json:"page"`
	PerPage      int   `json:"per_page"`
	Total        int64 `json:"total"`
	Pages        int64 `json:"pages"`
	TotalIsExact bool  `json:"total_is_exact"`
}

func send(writer http.ResponseWriter, status int, body answer) {
	text, err := json.Marshal(body)
	if err != nil {
		fail(writer, err)
		return
	}
	writer.Header().Set("Content-Type", "application/json")
	writer.Header().Set("Content-Length", strconv.Itoa(len(text)))
	writer.WriteHeader(status)
	writer.Write(text)
}

func fail(writer http.ResponseWriter, err error) {
	log.Print(err)
	http.Error(writer, `{"success":false}`, http.StatusInternalServerError)
}

func (p *peer) readForm(writer http.ResponseWriter, request *http.Request) {
	id, err := strconv.ParseInt(request.PathValue("id"), 10, 64)
	if err != nil {
		send(writer, http.StatusNotFound, answer{})
		return
	}
	var found form
	err = found.scan(p.pool.QueryRow(request.Context(), p.read, id))
	if errors.Is(err, pgx.ErrNoRows) {
		send(writer, http.StatusNotFound, answer{})
	} else if err != nil {
		fail(writer, err)
	} else {
		send(writer, http.StatusOK, answer{Success: true, Message: "Wheel specification fetched successfully.", Data: &found})
	}
}

func (p *peer) listForms(writer http.ResponseWriter, request *http.Request) {
	status := strings.ToLower(request.URL.Query().Get("status"))
	if !statuses[status] {
		send(writer, http.StatusUnprocessableEntity, answer{Errors: map[string]string{"status": "no such status"}})
		return
	}
	rows, err := p.pool.Query(request.Context(), p.list, status)
	if err != nil {
		fail(writer, err)
		return
	}
	defer rows.Close()
	found := make([]form, 0, perPage)
	var total int64
	for rows.Next() {
		found = append(found, form{})
		if err := found[len(found)-1].scan(rows, &total); err != nil {
			fail(writer, err)
			return
		}
	}
	if err := rows.Err(); err != nil {
		fail(writer, err)
		return
	}
	exact := total <= mostCounted
	total = min(total, mostCounted)
	pages := (total + perPage - 1) / perPage
	send(writer, http.StatusOK, answer{
		Success:    true,
		Message:    "Filtered wheel specifications fetched successfully.",
		Data:       found,
		Pagination: &pagination{1, perPage, total, pages, exact},
	})
}

func (p *peer) createForm(writer http.ResponseWriter, request *http.Request) {
	var sent newForm
	body := json.NewDecoder(http.MaxBytesReader(writer, request.Body, 1<<20))
	body.DisallowUnknownFields()
	if err := body.Decode(&sent); err != nil {
		send(writer, http.StatusBadRequest, answer{Errors: map[string]string{"": err.Error()}})
		return
	}
	values, wrong := sent.values(p.person)
	if len(wrong) > 0 {
		send(writer, http.StatusUnprocessableEntity, answer{Errors: wrong})
		return
	}
	var created form
	err := created.scan(p.pool.QueryRow(request.Context(), p.create, values...))
	if errors.Is(err, pgx.ErrNoRows) {
		send(writer, http.StatusUnprocessableEntity, answer{Errors: map[string]string{"formNumber": "in use already"}})
	} else if err != nil {
		fail(writer, err)
	} else {
		message := "Wheel specification submitted successfully."
		send(writer, http.StatusCreated, answer{Success: true, Message: message, Data: &created})
	}
}

func statement(name string) string {
	text, err := os.ReadFile(filepath.Join(os.Getenv("PEER_STATEMENTS"), name))
	if err != nil {
		log.Fatal(err)
	}
	return string(text)
}

func main() {
	person, err := strconv.ParseInt(os.Getenv("PEER_USER"), 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	settings := fmt.Sprintf("host=%s user=kpa dbname=kpa pool_max_conns=%s", os.Getenv("PEER_SOCKET"), os.Getenv("PEER_CONNECTIONS"))
	pool, err := pgxpool.New(context.Background(), settings)
	if err != nil {
		log.Fatal(err)
	}
	p := &peer{pool, person, statement("read.sql"), statement("list.sql"), statement("create.sql")}
	http.HandleFunc("GET /api/forms/wheel-specifications/{id}", p.readForm)
	http.HandleFunc("GET /api/forms/wheel-specifications", p.listForms)
	http.HandleFunc("POST /api/forms/wheel-specifications", p.createForm)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("is ready at http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
